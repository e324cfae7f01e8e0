import { randomUUID } from 'node:crypto';
import { helloPath } from '../../edge/purge/only-if-cached.ts';
import type { Ask, Done, Procedure, PurgeKey, Said, Undone } from '../../edge/purge/procedure.ts';
import type { Variant } from '../../tasks/plan.ts';
import type { Scheme } from '../../tasks/url.ts';
import type { Clock } from '../clock.ts';
import type { EngineNode, EngineOptions, PurgeOptions } from '../options.ts';
import { requestHeaders } from '../request-headers.ts';
import { retryDelay } from '../retry.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { Reply } from './asking.ts';
import type { Lane } from './lane.ts';
import { PurgeFailure } from './purge-failure.ts';

/** What all talks of one node share, as it was configured when the talk began. */
export type TalkSetup = {
  readonly lane: Lane;
  readonly node: EngineNode;
  readonly purge: PurgeOptions;
  readonly options: Pick<EngineOptions, 'retry' | 'timeouts' | 'userAgent'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Resolves when a fetch from an origin may begin: nothing is paused. */
  readonly mayFetch: () => Promise<void>;
};

/** One request, before it is one of a certain cache. */
export type Message = {
  readonly method: string;
  readonly scheme: Scheme;
  readonly host: string;
  readonly path: string;
  readonly variant?: Variant;
  readonly headers?: Readonly<Record<string, string>>;
  readonly at: 'purge' | 'node';
  readonly patienceMs?: number | undefined;
  readonly wantsBody?: boolean;
  /** Called for each request that is made of it. */
  readonly bytesTo?: () => (chunk: Uint8Array) => void;
};

/**
 * What one purge has to say to its node. Connection trouble is the lane's, what a status means the procedure's;
 * this tries again what may pass, and ends the purge, by a PurgeFailure, on what does not.
 */
export class Talk {
  /** Of PURGE and its like; asking is none. */
  attempts = 0;
  bodyBytes = 0;
  httpStatus: number | undefined;
  readonly #setup: TalkSetup;

  constructor(setup: TalkSetup) {
    this.#setup = setup;
  }

  get signal(): AbortSignal {
    return this.#setup.signal;
  }

  /** What goes with whatever makes the node forget. */
  get purgeHeaders(): Readonly<Record<string, string>> {
    return this.#setup.purge.headers;
  }

  /** Carries a procedure on to its end, for the object of this host and path. */
  async hold(procedure: Procedure, host: string, path: string): Promise<Done | Undone> {
    let answers: readonly Said[] = [];
    for (;;) {
      const step = procedure.next(answers);
      if (step.done === true) return step.value;
      answers = await Promise.all(step.value.map((ask) => this.#ask(ask, host, path)));
    }
  }

  /** Says one thing, again where that may help, and returns an answer that `isTaken` takes. */
  async say(message: Message, isTaken: (status: number) => boolean): Promise<Reply> {
    const { options, random, clock } = this.#setup;
    for (let attempts = 1; ; attempts += 1) {
      const reply = await this.#send(message);
      const { status, failure } = reply;
      if (message.method !== 'HEAD') {
        this.attempts += 1;
        this.httpStatus = status ?? this.httpStatus;
      }
      if (failure === undefined && (status === undefined || isTaken(status))) return reply;
      const undone = failure === undefined ? refusal(message.method, status ?? 0) : { undone: failure.reason, message: failure.message };
      const isPassing = failure?.passing ?? (status === 408 || status === 429 || (status !== undefined && status >= 500 && status !== 501));
      if (!isPassing) throw new PurgeFailure(undone);
      const { headers } = reply;
      const askedMs = retryAfterMs(text(headers['retry-after']), text(headers['date']), clock.wallMs());
      const again = retryDelay({ attempts, retryAfterMs: askedMs, leftMs: options.timeouts.urlMs }, options.retry, random());
      if ('gaveUp' in again) throw new PurgeFailure(undone);
      await this.rest(again.delayMs);
    }
  }

  /** Resolves after the delay; rejects when the purge is over before. */
  async rest(delayMs: number): Promise<void> {
    const { clock, signal } = this.#setup;
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        cancel();
        reject(signal.reason);
      };
      const cancel = clock.after(delayMs, () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      });
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  async #ask(ask: Ask, host: string, path: string): Promise<Said> {
    switch (ask.kind) {
      case 'rest':
        await this.rest(ask.ms);
        return { status: undefined, tookMs: ask.ms, headers: {} };
      case 'probe':
        return await this.say(this.#about(ask.key, host, path, { patienceMs: ask.patienceMs }), isAny);
      case 'head':
        return await this.say({ ...this.#about(ask.key, host, path, {}), headers: {} }, isAny);
      case 'purge': {
        const { method, headers } = this.#setup.purge;
        return await this.say(this.#about(ask.key, host, path, { method, headers, at: 'purge' }), isPurgeAnswer);
      }
      case 'purgeNothing': {
        const { method, headers } = this.#setup.purge;
        const message = { method, headers, at: 'purge', scheme: ask.scheme, host, path: helloPath(randomUUID()) } as const;
        return await this.say(message, isPurgeAnswer);
      }
      default:
        return await this.#refetch(ask.key, host, path);
    }
  }

  async #refetch(key: PurgeKey, host: string, path: string): Promise<Said> {
    await this.#setup.mayFetch();
    const headers = this.#setup.purge.bypass ?? {};
    const reply = await this.say(this.#about(key, host, path, { method: 'GET', headers, wantsBody: true }), isSuccess);
    this.bodyBytes += reply.bodyBytes;
    return reply;
  }

  /** A probe, but for what is said otherwise. */
  #about({ scheme, variant, slice }: PurgeKey, host: string, path: string, more: Partial<Message>): Message {
    const sizeBytes = this.#setup.node.sliceBytes;
    const range =
      slice === undefined || sizeBytes === undefined ? {} : { Range: `bytes=${slice * sizeBytes}-${(slice + 1) * sizeBytes - 1}` };
    const { headers = { 'Cache-Control': 'only-if-cached' }, ...rest } = more;
    return { method: 'HEAD', at: 'node', scheme, host, path, variant, ...rest, headers: { ...headers, ...range } };
  }

  async #send(message: Message): Promise<Reply> {
    const { lane, node, purge, options, signal } = this.#setup;
    const { method, scheme, host, path, variant = {}, headers = {}, at } = message;
    // Behind an address of its own a node has to be told the scheme, if it serves both.
    const isTold = node.sharedSchemes || (at === 'purge' && purge.address !== undefined);
    const flat = requestHeaders({
      host,
      userAgent: options.userAgent,
      variant,
      node: { ...node.headers, ...headers },
      forwardedProto: isTold ? scheme : undefined,
    });
    const { patienceMs = options.timeouts.headersMs, wantsBody, bytesTo } = message;
    const more = { ...(wantsBody !== undefined && { wantsBody }), ...(bytesTo !== undefined && { onBytes: bytesTo() }) };
    return await lane.send({ get: { method, scheme, host, path, headers: flat }, at, patienceMs, ...more }, signal);
  }
}

/** 404 and 410: there is nothing to forget. */
export function isPurgeAnswer(status: number): boolean {
  return isSuccess(status) || status === 404 || status === 410;
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function isAny(): boolean {
  return true;
}

function refusal(method: string, httpStatus: number): Undone {
  const hint = httpStatus === 403 || httpStatus === 405 || httpStatus === 501 ? `: it takes no ${method}, or not from this machine` : '';
  return { undone: 'http_status', message: `the node answered ${method} with status ${httpStatus}${hint}`, httpStatus };
}

function text(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
