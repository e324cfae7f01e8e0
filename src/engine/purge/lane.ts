import type { Clock } from '../clock.ts';
import { addressFor } from '../node.ts';
import type { EngineNode, TimeoutOptions } from '../options.ts';
import type { Failure } from '../reason.ts';
import type { GetRequest, MakeTransport, Transport, TransportOptions } from '../transport.ts';
import { Asking, type Reply } from './asking.ts';
import { PurgeDropped } from './purge-failure.ts';

/** Requests at once that a node is busy with. */
const maxBusy = 16;
/** After this a request that has no answer is taken to wait for somebody's fetch, and leaves its place to another. */
const waitsAfterMs = 1000;
/** Together with those that wait. */
const maxOpen = 256;
const firstKnockMs = 250;
const maxKnockMs = 5000;

export type LaneRequest = {
  readonly get: GetRequest;
  /** Where the node takes PURGE, or where it is asked as by anybody. */
  readonly at: 'purge' | 'node';
  readonly patienceMs: number;
  readonly wantsBody?: boolean;
  readonly onBytes?: (chunk: Uint8Array) => void;
};

type Waiting = {
  readonly request: LaneRequest;
  readonly signal: AbortSignal;
  readonly resolve: (reply: Reply) => void;
  /** The first broke on a connection that the node may just have closed for its age: that says nothing. */
  isSecondTry: boolean;
};

type Down = { failure: Failure; knockMs: number; cancelTimer: (() => void) | undefined };

export type LaneParts = {
  clock: Clock;
  makeTransport: MakeTransport;
  /** Told whether the node could be reached. */
  onTrouble: (failure: Failure | undefined) => void;
};

/**
 * The requests that make one node forget, on connections of their own, so that they wait neither for pulls nor for
 * what holds pulls up. A node that can't be reached is knocked at by one request at a time; the others wait for it,
 * for as long as whoever sent them does.
 */
export class Lane {
  readonly #parts: LaneParts;
  #node: EngineNode;
  #timeouts: TimeoutOptions;
  #transports: { readonly key: string; readonly node: Transport; readonly purge: Transport } | undefined;
  readonly #queue: Waiting[] = [];
  readonly #open = new Set<Asking>();
  #busy = 0;
  #down: Down | undefined;
  #isClosed = false;

  constructor(node: EngineNode, timeouts: TimeoutOptions, parts: LaneParts) {
    this.#node = node;
    this.#timeouts = timeouts;
    this.#parts = parts;
  }

  /** The node as it is asked by anybody, for what is no request of `send`: on this lane's connections all the same. */
  get toNode(): { readonly options: EngineNode; readonly transport: Transport } {
    return { options: this.#node, transport: this.#current().node };
  }

  /** Why the node can't be reached, while it can't. */
  get trouble(): Failure | undefined {
    return this.#down?.failure;
  }

  configure(node: EngineNode, timeouts: TimeoutOptions): void {
    this.#node = node;
    this.#timeouts = timeouts;
  }

  /**
   * Resolves with an answer, or with how the node broke off once it had been reached. Rejects with the signal's
   * reason; until then it waits for a node that can't be reached.
   */
  async send(request: LaneRequest, signal: AbortSignal): Promise<Reply> {
    signal.throwIfAborted();
    if (this.#isClosed) throw new PurgeDropped();
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#queue.push({ request, signal, resolve, isSecondTry: false });
    this.#pump();
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Ends all requests without a word; whoever waits has a signal of its own. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#down?.cancelTimer?.();
    this.#queue.length = 0;
    for (const asking of this.#open) asking.cancel();
    this.#open.clear();
    const transports = this.#transports;
    this.#transports = undefined;
    if (transports === undefined) return;
    await Promise.all(new Set([transports.node, transports.purge]).values().map((transport) => transport.destroy()));
  }

  #pump(): void {
    while (this.#down === undefined && this.#busy < maxBusy && this.#open.size < maxOpen) {
      const next = this.#next();
      if (next === undefined) return;
      this.#start(next);
    }
  }

  #next(): Waiting | undefined {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) if (!next.signal.aborted) return next;
    return undefined;
  }

  #start(waiting: Waiting): void {
    const { request, signal } = waiting;
    const transports = this.#current();
    let isBusy = true;
    const leave = () => {
      if (isBusy) this.#busy -= 1;
      isBusy = false;
    };
    const cancelWaits = this.#parts.clock.after(waitsAfterMs, () => {
      leave();
      this.#pump();
    });
    const close = () => {
      this.#open.delete(asking);
      cancelWaits();
      signal.removeEventListener('abort', onAbort);
      leave();
    };
    const onAbort = () => {
      asking.cancel();
      close();
      if (this.#down !== undefined) this.#isDown(this.#down.failure);
      this.#pump();
    };
    const asking = new Asking({
      clock: this.#parts.clock,
      connectMs: this.#timeouts.connectMs,
      patienceMs: request.patienceMs,
      idleMs: this.#timeouts.idleMs,
      peer: this.#peerOf(request),
      wantsBody: request.wantsBody ?? false,
      onBytes: request.onBytes,
      onEnd: (reply) => {
        close();
        this.#land(waiting, reply);
        this.#pump();
      },
    });
    this.#busy += 1;
    this.#open.add(asking);
    signal.addEventListener('abort', onAbort, { once: true });
    transports[request.at].get(request.get, asking);
  }

  #land(waiting: Waiting, reply: Reply): void {
    const { failure, wasSent } = reply;
    if (failure === undefined || !failure.passing || (wasSent && waiting.isSecondTry)) {
      this.#isUp(failure);
      waiting.resolve(reply);
      return;
    }
    waiting.isSecondTry = wasSent;
    this.#queue.unshift(waiting);
    if (!wasSent) this.#isDown(failure);
  }

  #isUp(failure: Failure | undefined): void {
    this.#down?.cancelTimer?.();
    this.#down = undefined;
    this.#parts.onTrouble(failure);
  }

  #isDown(failure: Failure): void {
    this.#parts.onTrouble(failure);
    const { clock } = this.#parts;
    const down = this.#down ?? { failure, knockMs: firstKnockMs, cancelTimer: undefined };
    down.failure = failure;
    this.#down = down;
    // Requests that were out when it went down land here, too; one knock at a time is enough.
    if (down.cancelTimer !== undefined) return;
    down.cancelTimer = clock.after(down.knockMs, () => this.#knock(down));
    down.knockMs = Math.min(maxKnockMs, down.knockMs * 2);
  }

  #knock(down: Down): void {
    down.cancelTimer = undefined;
    if (this.#down !== down) return;
    const next = this.#next();
    // Nobody waits any more: the next that comes finds out anew.
    if (next === undefined) this.#down = undefined;
    else this.#start(next);
  }

  #peerOf({ get, at }: LaneRequest): string {
    const address = (at === 'purge' ? this.#node.purge?.address : undefined) ?? addressFor(this.#node, get.scheme) ?? '';
    return address.slice(address.indexOf('//') + 2);
  }

  /** Made of the configuration of the moment; one that is replaced ends with its last request. */
  #current(): { readonly node: Transport; readonly purge: Transport } {
    const node = this.#node;
    const own: TransportOptions = {
      addresses: { http: addressFor(node, 'http'), https: addressFor(node, 'https') },
      connections: maxOpen,
      connectMs: this.#timeouts.connectMs,
      tls: node.tls,
    };
    const address = node.purge?.address;
    const key = JSON.stringify([own, address]);
    if (this.#transports?.key === key) return this.#transports;
    const old = this.#transports;
    if (old !== undefined) for (const transport of new Set([old.node, old.purge])) void transport.close();
    const made = this.#parts.makeTransport(own);
    const purge = address === undefined ? made : this.#parts.makeTransport({ ...own, addresses: { http: address, https: address } });
    this.#transports = { key, node: made, purge };
    return this.#transports;
  }
}
