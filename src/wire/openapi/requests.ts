import { envelopeParameters } from './envelope.ts';
import { elementOf, objectSchema, requestFields, type AnyAction, type Fields, type JsonSchema } from './schemas.ts';

/** The names of a list's elements in a form or query: `TaskId.0`, `TaskId.7`; gaps are fine, order is by index. */
function elementNames(list: string): string {
  return `^${list}\\.(0|[1-9][0-9]{0,4})$`;
}

/** The body as JSON, where a list is a list. */
export function jsonBody(action: AnyAction): JsonSchema {
  const { schemas, required } = requestFields(action);
  return {
    description: action.summary,
    ...objectSchema({ schemas: new Map([...envelope(action.name), ...schemas]), required: withEnvelope(required) }),
  };
}

/**
 * The body as a form, where a list is one parameter for each element. JSON Schema can say so by a pattern; beside it
 * the first element of a list that must be there is a property of its own, for readers that know no patterns.
 */
export function formBody(action: AnyAction): JsonSchema {
  const { schemas, required } = requestFields(action);
  const plain = new Map<string, JsonSchema>(envelope(action.name));
  const needed = new Set<string>();
  const patterns: Record<string, JsonSchema> = {};
  for (const [name, schema] of schemas) {
    const element = elementOf(schema);
    const written = element === undefined ? name : `${name}.0`;
    if (element === undefined) plain.set(name, schema);
    else {
      patterns[elementNames(name)] = described(element, schema);
      if (required.has(name)) plain.set(written, described(element, schema));
    }
    if (required.has(name)) needed.add(written);
  }
  const patternProperties = Object.keys(patterns).length === 0 ? {} : { patternProperties: patterns };
  return { description: action.summary, ...objectSchema({ schemas: plain, required: withEnvelope(needed) }), ...patternProperties };
}

/**
 * The parameters in the query of a GET; its Action stands in the path. A list is an object that `explode` spreads
 * over the query (`TaskId.0=…&TaskId.1=…`): OpenAPI has no other way to say it.
 */
export function queryParameters(action: AnyAction): readonly object[] {
  const { schemas, required } = requestFields(action);
  return [...schemas].map(([name, schema]) => queryParameter(name, schema, required.has(name)));
}

function queryParameter(name: string, schema: JsonSchema, required: boolean): object {
  const element = elementOf(schema);
  const { description = '' } = schema;
  if (element === undefined) return { name, in: 'query', description, required, schema };
  const names = { patternProperties: { [elementNames(name)]: element }, additionalProperties: false };
  return { name, in: 'query', description, required, style: 'form', explode: true, schema: { type: 'object', ...names } };
}

function envelope(action: string): [string, JsonSchema][] {
  const { Action, ...others } = envelopeParameters;
  return [['Action', { ...Action, const: action }], ...Object.entries(others)];
}

function withEnvelope(required: ReadonlySet<string>): Fields['required'] {
  // PublicKey and Signature are left out by who calls by HTTP Basic.
  return new Set(['Action', ...required]);
}

/** An element told by its list's words. */
function described(element: JsonSchema, { description }: JsonSchema): JsonSchema {
  return description === undefined ? element : { ...element, description };
}
