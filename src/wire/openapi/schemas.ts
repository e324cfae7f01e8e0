import * as z from 'zod';
import type { actions } from '../actions.ts';

/** JSON Schema draft 2020-12, which is what OpenAPI 3.1 is made of. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Any one action of the registry. */
export type AnyAction = (typeof actions)[keyof typeof actions];

/** The fields of an object, in the order in which the schema gives them. */
export type Fields = { readonly schemas: ReadonlyMap<string, JsonSchema>; readonly required: ReadonlySet<string> };

/**
 * The parameters of an action as a caller writes them: typed, defaults told, the envelope's own aside. A text that
 * must be there may not be empty (220), which the schemas leave to their reader (wire/params.ts).
 */
export function requestFields({ request }: AnyAction): Fields {
  const { schemas, required } = fieldsOf(jsonSchema(request, 'input'));
  const told = [...schemas].map(([name, schema]) => [name, required.has(name) ? notEmpty(schema) : schema] as const);
  return { schemas: new Map(told), required };
}

function notEmpty(schema: JsonSchema): JsonSchema {
  return schema.type === 'string' && schema.enum === undefined ? { ...schema, minLength: 1 } : schema;
}

/** The fields of an action's answer of success, the envelope's own aside. */
export function answerFields({ response }: AnyAction): Fields {
  return fieldsOf(jsonSchema(response, 'output'));
}

/** The fields of an object's schema; none for any other. */
export function fieldsOf({ properties = {}, required = [] }: JsonSchema): Fields {
  const schemas = Object.entries(properties).flatMap(([name, schema]) => (typeof schema === 'object' ? [[name, schema] as const] : []));
  return { schemas: new Map(schemas), required: new Set(required) };
}

/** The schema of a list's elements; undefined when it is no list of one kind. */
export function elementOf({ items }: JsonSchema): JsonSchema | undefined {
  return typeof items === 'object' && !Array.isArray(items) ? items : undefined;
}

export function objectSchema({ schemas, required }: Fields): JsonSchema {
  return { type: 'object', properties: Object.fromEntries(schemas), required: [...required] };
}

/** Objects are left open: callers must get along with parameters and fields that a newer version adds, and the server ignores unknown ones. */
function jsonSchema(schema: z.ZodObject, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, {
    io,
    override({ jsonSchema: made }) {
      delete made.additionalProperties;
    },
  });
}
