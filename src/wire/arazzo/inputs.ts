import { actions } from '../actions.ts';
import { requestFields, type AnyAction, type JsonSchema } from '../openapi/schemas.ts';

const authorization: JsonSchema = {
  type: 'string',
  format: 'password',
  description:
    'The Authorization header of calls to forewarm: `Basic` and the Base64 of PublicKey:PrivateKey, of a key with `basic: true`. Accepted over TLS or from the machine itself.',
};

/** Inputs of a workflow: the credentials that each needs, and those of its own, which are parameters of actions. */
export function inputs(own: Readonly<Record<string, JsonSchema>>, required: readonly string[]): JsonSchema {
  const project = parameter(actions.PrefetchNewUcdnDomainCache, 'ProjectId');
  return {
    type: 'object',
    properties: { authorization, projectId: project, ...own },
    required: ['authorization', ...required],
  };
}

/** A parameter as its action's own schema has it. Throws when there is none: the document is made from constants. */
export function parameter<A extends AnyAction>(action: A, name: keyof A['request']['shape'] & string): JsonSchema {
  const schema = requestFields(action).schemas.get(name);
  if (schema === undefined) throw new Error(`${action.name} has no parameter ${name}`);
  return schema;
}
