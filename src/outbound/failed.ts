import type { Failed } from './answers.ts';
import { AddressRefused } from './connector.ts';

/** What an error of undici, the resolver or the system means. `timedOut`: it was the order's own time that ran out. */
export function failedBy(error: unknown, timedOut: boolean, timeoutMs: number): Failed {
  if (timedOut) return { kind: 'failed', reason: 'timeout', message: `no answer within ${timeoutMs / 1000} s` };
  const cause = causeOf(error);
  if (cause instanceof AddressRefused) return { kind: 'failed', reason: 'address', message: cause.message };
  if (codeOf(cause) === 'UND_ERR_CONNECT_TIMEOUT') return { kind: 'failed', reason: 'timeout', message: 'no connection in time' };
  return { kind: 'failed', reason: 'network', message: sentenceOf(cause) };
}

/** Of several addresses that were dialled the first speaks. */
function causeOf(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : error;
}

const sentences: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'the name has no address'],
  ['EAI_AGAIN', 'the name could not be looked up'],
  ['ECONNREFUSED', 'the connection was refused'],
  ['ECONNRESET', 'the connection was cut'],
  ['UND_ERR_SOCKET', 'the connection was cut'],
  ['EHOSTUNREACH', 'there is no way to the address'],
  ['ENETUNREACH', 'there is no way to the address'],
]);

const mostChars = 300;

function sentenceOf(cause: unknown): string {
  const code = codeOf(cause);
  const known = sentences.get(code);
  if (known !== undefined) return `${known} (${code})`;
  // It may quote what the other side sent: the names in its certificate, say.
  const message = cause instanceof Error ? cause.message.slice(0, mostChars) : '';
  return [message, code === '' ? '' : `(${code})`].filter((part) => part !== '').join(' ') || 'the request failed';
}

function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}
