import type { ApiError } from './apierror.ts';
import { shownName } from './shown.ts';

/** The answer's `Action`: the request's with `Response` behind it; undefined when the request named none. */
export function responseAction(action: string | undefined): string | undefined {
  return action === undefined || action === '' ? undefined : `${shownName(action)}Response`;
}

/** An answer of success. `fields` are those of the action's response. */
export function success(action: string | undefined, fields: object): object {
  return { ...head(action, 0), ...fields };
}

/** An answer of refusal. */
export function failure(action: string | undefined, error: ApiError): object {
  return { ...head(action, error.retCode), Message: error.message };
}

/**
 * How a streamed answer of success begins: `{"Action":"…Response","RetCode":0`. Fields follow, each with a
 * comma before it, then `}`. Where writing fails midway the connection must be cut instead of closing the JSON.
 */
export function successPrefix(action: string): string {
  return JSON.stringify(head(action, 0)).slice(0, -1);
}

function head(action: string | undefined, retCode: number): { Action?: string; RetCode: number } {
  const Action = responseAction(action);
  return Action === undefined ? { RetCode: retCode } : { Action, RetCode: retCode };
}
