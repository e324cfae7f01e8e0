import { retCodeSpec } from '../wire/retcodes.ts';
import { shown } from '../wire/shown.ts';
import { AnswerUnreadable, RequestRefused, ServerUnreachable } from './errors.ts';

export type Exchange = {
  url: string;
  body: string;
  timeoutMs: number;
  fetch: typeof globalThis.fetch;
  signal?: AbortSignal | undefined;
};

/** An answer with RetCode 0, its fields not looked at yet. */
export type RawAnswer = { fields: object; httpStatus: number; requestId?: string };

/**
 * Sends a body once and reads the answer. Throws a ClientError, or the signal's reason once it is aborted.
 */
export async function exchange({ url, body, timeoutMs, fetch, signal }: Exchange): Promise<RawAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  let response: Response | undefined;
  let text: string;
  try {
    response = await fetch(url, { ...fixed, body, signal: either });
    text = await response.text();
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.aborted)
      throw new ServerUnreachable(`${url} gave no whole answer within ${timeoutMs} ms`, { isTimeout: true, cause: error });
    if (response === undefined)
      throw new ServerUnreachable(`${url} can't be reached: ${reasonOf(error)}`, { isTimeout: false, cause: error });
    throw new AnswerUnreadable(`The answer of ${url} broke off: ${reasonOf(error)}`, {
      ...marks(response),
      isBrokenOff: true,
      cause: error,
    });
  }
  return read(url, response, text);
}

const fixed = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  // A redirected POST would come as a GET without its body; nothing here is a cookie's or a cache's business.
  redirect: 'error',
  credentials: 'omit',
  cache: 'no-store',
} as const satisfies RequestInit;

function read(url: string, response: Response, text: string): RawAnswer {
  const answer = parse(text);
  if (typeof answer !== 'object' || answer === null || !('RetCode' in answer) || typeof answer.RetCode !== 'number') {
    const came = `HTTP ${response.status} with ${shown(text)}`;
    throw new AnswerUnreadable(`${url} is no forewarm API: came ${came}; expected is JSON with a RetCode`, marks(response));
  }
  if (answer.RetCode === 0) return { fields: answer, ...marks(response) };
  const message = 'Message' in answer && typeof answer.Message === 'string' ? answer.Message : '';
  const isRetryable = retCodeSpec(answer.RetCode)?.isRetryable ?? answer.RetCode >= 2000;
  throw new RequestRefused(message === '' ? `RetCode ${answer.RetCode}` : message, {
    retCode: answer.RetCode,
    isRetryable,
    ...marks(response),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How an answer is found again. */
function marks(response: Response): { httpStatus: number; requestId?: string } {
  const requestId = response.headers.get('X-UCLOUD-REQUEST-UUID');
  return requestId === null ? { httpStatus: response.status } : { httpStatus: response.status, requestId };
}

/** Node's fetch says `fetch failed` and keeps what happened in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return cause.message === '' ? code : cause.message;
}
