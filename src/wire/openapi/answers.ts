import { responseAction } from '../envelope.ts';
import { answerFields, objectSchema, type AnyAction, type JsonSchema } from './schemas.ts';

/** The answer of success, flat: RetCode and Action beside the action's own fields. */
export function successSchema(action: AnyAction): JsonSchema {
  const { schemas, required } = answerFields(action);
  const head: [string, JsonSchema][] = [
    ['Action', { type: 'string', const: responseAction(action.name) ?? '', description: "The request's Action with Response behind it." }],
    ['RetCode', { type: 'integer', const: 0, description: '0: success.' }],
  ];
  return objectSchema({ schemas: new Map([...head, ...schemas]), required: new Set(['Action', 'RetCode', ...required]) });
}

/** HTTP 200, whatever RetCode says: an SDK that sees another status hides the reason. */
export function answers(success: string, refusal: string): object {
  return {
    200: {
      description: 'Success when RetCode is 0, else the reason why not.',
      headers: {
        'X-UCLOUD-REQUEST-UUID': {
          description: "Names this call in the server's log.",
          required: true,
          schema: { type: 'string', format: 'uuid' },
        },
      },
      content: { 'application/json': { schema: { oneOf: [reference(success), reference(refusal)] } } },
    },
  };
}

export function reference(schema: string): JsonSchema {
  return { $ref: `#/components/schemas/${schema}` };
}
