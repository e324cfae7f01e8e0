import type { ActionName, Answer, RequestInput, ResponseSchema } from '../wire/actions.ts';
import { readAnswer } from './answer.ts';
import { signedBody } from './body.ts';
import { AnswerUnreadable, ServerUnreachable } from './errors.ts';
import { exchange, type RawAnswer } from './exchange.ts';
import { checkOptions, type CheckedOptions, type ClientOptions } from './options.ts';
import { sleep } from './sleep.ts';

export type CallOptions = {
  /** Ends the call; it then rejects with the signal's reason. The server may have acted on it all the same. */
  signal?: AbortSignal | undefined;
};

export type Client = {
  /**
   * Calls an action; resolves to the fields of its answer.
   * Rejects with a ClientError: ServerUnreachable, RequestRefused (a RetCode other than 0) or AnswerUnreadable.
   */
  call<A extends ActionName>(action: A, request: RequestInput<A>, options?: CallOptions): Promise<Answer<A>>;
};

/**
 * A client of the API for Node and browsers, typed by the schemas that the server checks by.
 * Throws a TypeError when an option is not what is accepted.
 *
 *     const client = createClient({ endpoint: 'http://127.0.0.1:8460', publicKey, privateKey });
 *     const { TaskId } = await client.call('PrefetchNewUcdnDomainCache', { UrlList: ['https://cdn.example.com/a.mp4'] });
 */
export function createClient(options: ClientOptions): Client {
  const checked = checkOptions(options);
  return {
    async call<A extends ActionName>(action: A, request: RequestInput<A>, { signal }: CallOptions = {}): Promise<Answer<A>> {
      const body = signedBody(action, request, checked);
      // Loaded beside the first exchange: schemas take a tenth of a second to build, which a command line would show.
      const loading = import('../wire/actions.ts');
      loading.catch(() => {});
      const raw = await sendUntilAnswered(body, checked, async () => (await loading).actions[action].isQuery, signal);
      const { actions } = await loading;
      return readAnswer<ResponseSchema<A>>(actions[action].response, action, raw);
    },
  };
}

/** Sends one body again, byte for byte, while no whole answer comes and it is safe to. */
async function sendUntilAnswered(
  body: string,
  { url, timeoutMs, attempts, backoffMs, resendWithinMs, fetch }: CheckedOptions,
  isQuery: () => Promise<boolean>,
  signal: AbortSignal | undefined,
): Promise<RawAnswer> {
  const firstSentMs = Date.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await exchange({ url, body, timeoutMs, fetch, signal });
    } catch (error) {
      if (attempt >= attempts || !isPassing(error)) throw error;
      const waitMs = backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      if (Date.now() + waitMs - firstSentMs > resendWithinMs && !(await isQuery())) throw error;
      await sleep(waitMs, signal);
    }
  }
}

/** Whether the fault lies with the way to the server, so that the next attempt may find it gone. */
function isPassing(error: unknown): boolean {
  if (error instanceof ServerUnreachable) return !error.isTimeout;
  // What a proxy says in front of a server that is away.
  return error instanceof AnswerUnreadable && (error.isBrokenOff || [429, 502, 503, 504].includes(error.httpStatus));
}
