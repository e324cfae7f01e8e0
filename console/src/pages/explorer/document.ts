import * as z from 'zod';

/** What the explorer knows of the API: read from /openapi.json, not from this page's own code. */
export type ApiDocument = { actions: readonly ActionDoc[]; retCodes: readonly RetCodeDoc[] };

export type ActionDoc = {
  name: string;
  summary: string;
  isQuery: boolean;
  isExtension: boolean;
  parameters: readonly ParameterDoc[];
  fields: readonly FieldDoc[];
};

export type ParameterDoc = {
  name: string;
  description: string;
  kind: 'text' | 'integer' | 'flag' | 'list';
  isRequired: boolean;
  /** All that may stand in it; undefined: any. */
  choices: readonly string[] | undefined;
  minimum: number | undefined;
  maximum: number | undefined;
  maxItems: number | undefined;
  maxLength: number | undefined;
  /** What is meant when it is left out, as it would be written. */
  fallback: string | undefined;
};

/** One field of an answer; `TaskList[].TaskId` is that of each task. */
export type FieldDoc = { path: string; type: string; isOptional: boolean; description: string };

export type RetCodeDoc = { retCode: number; message: string; meaning: string; isRetryable: boolean };

type Schema = {
  type?: string | undefined;
  description?: string | undefined;
  enum?: (string | number)[] | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  maxItems?: number | undefined;
  maxLength?: number | undefined;
  default?: string | number | boolean | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  items?: Schema | undefined;
  'x-envelope'?: boolean | undefined;
};

const schema: z.ZodType<Schema> = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxItems: z.number().optional(),
  maxLength: z.number().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  get properties() {
    return z.record(z.string(), schema).optional();
  },
  required: z.array(z.string()).optional(),
  get items() {
    return schema.optional();
  },
  'x-envelope': z.boolean().optional(),
});

const operation = z.object({ summary: z.string(), 'x-action': z.string(), 'x-isQuery': z.boolean(), 'x-isExtension': z.boolean() });

const openApi = z.object({
  paths: z.record(z.string(), z.object({ post: operation })),
  components: z.object({ schemas: z.record(z.string(), schema) }),
  'x-retCodes': z.array(z.object({ retCode: z.number(), message: z.string(), meaning: z.string(), isRetryable: z.boolean() })),
});

/** The largest integer of the API; a bound there is none that anybody needs to be told of. */
const maxInt32 = 2_147_483_647;

/** Reads the OpenAPI document of a server; throws when it is not one of ours. */
export function readDocument(json: unknown): ApiDocument {
  const { paths, components, 'x-retCodes': retCodes } = openApi.parse(json);
  const actions = Object.values(paths).map(({ post }): ActionDoc => {
    const name = post['x-action'];
    return {
      name,
      summary: post.summary,
      isQuery: post['x-isQuery'],
      isExtension: post['x-isExtension'],
      parameters: parametersOf(components.schemas[`${name}Request`] ?? {}),
      fields: fieldsOf(components.schemas[`${name}Answer`] ?? {}, ''),
    };
  });
  return { actions, retCodes };
}

function parametersOf({ properties = {}, required = [] }: Schema): ParameterDoc[] {
  return Object.entries(properties)
    .filter(([, one]) => one['x-envelope'] !== true)
    .map(([name, one]) => ({
      name,
      description: one.description ?? '',
      kind: kindOf(one),
      isRequired: required.includes(name),
      choices: (one.enum ?? one.items?.enum)?.map(String),
      minimum: one.type === 'integer' ? one.minimum : undefined,
      maximum: one.type === 'integer' && one.maximum !== maxInt32 ? one.maximum : undefined,
      maxItems: one.maxItems,
      maxLength: one.maxLength,
      fallback: one.default === undefined ? undefined : String(one.default),
    }));
}

function kindOf({ type }: Schema): ParameterDoc['kind'] {
  if (type === 'array') return 'list';
  if (type === 'boolean') return 'flag';
  return type === 'integer' ? 'integer' : 'text';
}

function fieldsOf({ properties = {}, required = [] }: Schema, within: string): FieldDoc[] {
  const fields: FieldDoc[] = [];
  for (const [name, one] of Object.entries(properties)) {
    const path = within === '' ? name : `${within}.${name}`;
    const isList = one.type === 'array';
    const inner = isList ? (one.items ?? {}) : one;
    const type = isList ? `${typeOf(inner)}[]` : typeOf(one);
    fields.push({ path, type, isOptional: !required.includes(name), description: one.description ?? '' });
    fields.push(...fieldsOf(inner, isList ? `${path}[]` : path));
  }
  return fields;
}

function typeOf({ type = 'string', enum: choices }: Schema): string {
  return choices === undefined || choices.length > 4 ? type : choices.join(' | ');
}
