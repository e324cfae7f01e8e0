import { retCodes } from '../retcodes.ts';
import type { Retry } from './document.ts';
import { retCode } from './expressions.ts';

/** RetCodes after which nothing has changed and the same call may succeed soon; after 110 and 130 a submit may have been accepted. */
const passing = [retCodes.unavailable, retCodes.throttled, retCodes.queueFull];

/** The server has no time just now. */
export const busy: Retry = {
  name: 'busy',
  type: 'retry',
  retryAfter: 2,
  retryLimit: 30,
  criteria: [{ condition: passing.map((spec) => `${retCode} == ${spec.retCode}`).join(' || ') }],
};
