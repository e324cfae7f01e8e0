import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ActionName, type Answer, isActionName, type Request } from '../../wire/actions.ts';
import { ApiError, apiError } from '../../wire/apierror.ts';
import { decodeRequest } from '../../wire/decode.ts';
import { failure, success } from '../../wire/envelope.ts';
import type { Params } from '../../wire/json.ts';
import { readParams } from '../../wire/params.ts';
import { stringToSign } from '../../wire/sign.ts';
import { FakeTasks } from './faketasks.ts';

export const publicKey = 'demo-public';
export const privateKey = 'demo-private';

/**
 * Speaks the wire as a forewarm server does, with tasks that do what their URLs are named for (faketasks.ts).
 * Takes signed requests only.
 */
export class FakeServer implements AsyncDisposable {
  readonly tasks = new FakeTasks();
  /** Actions in the order in which they came. */
  readonly calls: { action: string; params: Params }[] = [];
  /** Answers to give instead, by action; thrown errors are refusals. */
  readonly instead = new Map<ActionName, () => object>();
  nodes: Answer<'DescribeUcdnNode'>['NodeList'] = [];
  readonly #pauses = new Map<string, Answer<'DescribeUcdnPause'>['PauseList'][number]>();
  readonly #waiting: { action: string; resolve: () => void }[] = [];
  readonly #server = createServer((request, response) => {
    void this.#answer(request).then((answer) => response.end(JSON.stringify(answer)));
  });

  static async start(): Promise<FakeServer> {
    const server = new FakeServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port()}`;
  }

  /** What a client of this server has in its environment. */
  get env(): Record<string, string> {
    return { FOREWARM_ENDPOINT: this.endpoint, FOREWARM_PUBLIC_KEY: publicKey, FOREWARM_PRIVATE_KEY: privateKey };
  }

  /** Resolves when such a call comes in. */
  async called(action: ActionName): Promise<void> {
    if (this.calls.some((call) => call.action === action)) return;
    await new Promise<void>((resolve) => this.#waiting.push({ action, resolve }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #port(): number {
    const address: AddressInfo | string | null = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return address.port;
  }

  async #answer(request: IncomingMessage): Promise<object> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const raw = { method: request.method ?? '', query: '', contentType: request.headers['content-type'], body: Buffer.concat(chunks) };
    let action: string | undefined;
    try {
      const decoded = decodeRequest(raw);
      ({ action } = decoded);
      this.#check(decoded.params);
      if (action === undefined || !isActionName(action)) throw apiError('actionUnknown', { subject: action ?? '' });
      const answer = this.instead.get(action)?.() ?? this.#do(action, decoded.params);
      this.#note(action, decoded.params);
      return success(action, answer);
    } catch (error) {
      if (error instanceof ApiError) return failure(action, error);
      throw error;
    }
  }

  #check(params: Params): void {
    if (params.get('PublicKey') !== publicKey) throw apiError('userUnknown');
    const expected = createHash('sha1').update(stringToSign(params, privateKey)).digest('hex');
    if (params.get('Signature') !== expected) throw apiError('signatureWrong');
  }

  #note(action: ActionName, params: Params): void {
    this.calls.push({ action, params });
    for (const waiting of this.#waiting) if (waiting.action === action) waiting.resolve();
  }

  #do(action: ActionName, params: Params): object {
    switch (action) {
      case 'PrefetchNewUcdnDomainCache':
        return this.tasks.prefetch(readParams(action, params));
      case 'RefreshNewUcdnDomainCache':
        return this.tasks.refresh(readParams(action, params));
      case 'DescribeUcdnTaskSummary':
        return this.tasks.summaries(readParams(action, params));
      case 'DescribeNewUcdnPrefetchCacheTask':
        return this.tasks.describe('prefetch', readParams(action, params));
      case 'DescribeNewUcdnRefreshCacheTask':
        return this.tasks.describe('refresh', readParams(action, params));
      case 'DescribePrefetchUrlDetail':
        return this.tasks.details('prefetch', readParams(action, params));
      case 'DescribeRefreshUrlDetail':
        return this.tasks.details('refresh', readParams(action, params));
      case 'DescribeUcdnNode':
        return { NodeList: this.nodes };
      case 'PauseUcdnFetch':
        return this.#pause(readParams(action, params), true);
      case 'ResumeUcdnFetch':
        return this.#pause(readParams(action, params), false);
      case 'DescribeUcdnPause':
        return { PauseList: [...this.#pauses.values()] };
      default:
        throw apiError('actionUnknown', { subject: action });
    }
  }

  #pause({ Domain, Node }: Request<'PauseUcdnFetch'>, on: boolean): object {
    const Name = Domain ?? Node ?? '';
    const Scope = Domain === undefined ? (Node === undefined ? 'all' : 'node') : 'domain';
    if (on) this.#pauses.set(`${Scope} ${Name}`, { Scope, Name, Since: 1_800_000_000, By: publicKey });
    else this.#pauses.delete(`${Scope} ${Name}`);
    return { PauseList: [...this.#pauses.values()] };
  }
}
