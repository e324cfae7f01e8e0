import { retCodes } from '../retcodes.ts';
import type { JsonSchema } from './schemas.ts';

/** Parameters that every call has beside its action's own; `x-envelope` marks them for whatever fills in forms. */
export const envelopeParameters = {
  Action: { type: 'string', description: 'Name of the action.', 'x-envelope': true },
  PublicKey: { type: 'string', description: 'Public key that the call is signed for; left out with HTTP Basic.', 'x-envelope': true },
  Signature: {
    type: 'string',
    description:
      'SHA-1, in lower-case hex, of the names and values of all other parameters, sorted by name and put together without anything between them, followed by the private key. Left out with HTTP Basic.',
    'x-envelope': true,
  },
  SecurityToken: { type: 'string', description: 'Of temporary credentials only; signed like any other parameter.', 'x-envelope': true },
} as const satisfies Record<string, JsonSchema>;

/** Codes that are in the list for completeness and never answered. */
const unused: ReadonlySet<number> = new Set([retCodes.zoneNotPermitted.retCode, retCodes.securityLock.retCode]);

/** What every action may answer instead of success. */
export function refusalSchema(): JsonSchema {
  const answered = Object.values(retCodes).filter(({ retCode }) => !unused.has(retCode));
  return {
    type: 'object',
    description: 'Why the call was turned down. Nothing has changed, unless RetCode is 110 or 130.',
    properties: {
      Action: { type: 'string', description: "The request's Action with Response behind it; absent when the request named none." },
      RetCode: {
        type: 'integer',
        enum: answered.map(({ retCode }) => retCode),
        description: answered.map(({ retCode, meaning }) => `${retCode}: ${meaning}`).join('\n'),
      },
      Message: { type: 'string', minLength: 1, description: 'Names the parameter, what came and what is accepted.' },
    },
    required: ['RetCode', 'Message'],
  };
}

/** The RetCodes as a list, for tools that explain an answer. */
export function retCodeList(): readonly object[] {
  return Object.entries(retCodes).map(([name, { retCode, message, meaning, isRetryable }]) => ({
    name,
    retCode,
    message,
    meaning,
    isRetryable,
  }));
}
