import { Breaker } from '../breaker/breaker.ts';
import { knockAt } from '../breaker/knock.ts';
import type { Clock } from '../clock.ts';
import { addressFor } from '../node.ts';
import type { EngineNode, EngineOptions, TimeoutOptions } from '../options.ts';
import type { Failure } from '../reason.ts';
import type { GetRequest, MakeTransport, Transport, TransportOptions } from '../transport.ts';
import { Asking, type Reply } from './asking.ts';
import { PurgeDropped, PurgeFailure } from './purge-failure.ts';

/** Requests at once that a node is busy with. */
const maxBusy = 16;
/** After this a request that has no answer is taken to wait for somebody's fetch, and leaves its place to another. */
const waitsAfterMs = 1000;
/** Together with those that wait. */
const maxOpen = 256;

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
  readonly reject: (error: Error) => void;
  /** The first broke on a connection that the node may just have closed for its age: that says nothing. */
  isSecondTry: boolean;
};

/** Where requests go, and those that wait for it. */
type Door = { readonly breaker: Breaker; readonly queue: Waiting[] };

export type LaneParts = {
  clock: Clock;
  makeTransport: MakeTransport;
  /** The node's. Where it takes PURGE may be another server, which has its own. */
  breaker: Breaker;
  options: () => EngineOptions;
  /** Told whether the node could be reached. */
  onTrouble: (failure: Failure | undefined) => void;
};

/**
 * The requests that make one node forget, on connections of their own, so that they wait neither for pulls nor for
 * what holds pulls up. For a node that can't be reached they wait as long as whoever sent them does, and no longer than
 * its breaker lets them.
 */
export class Lane {
  readonly #parts: LaneParts;
  #node: EngineNode;
  #timeouts: TimeoutOptions;
  #transports: { readonly key: string; readonly node: Transport; readonly purge: Transport } | undefined;
  readonly #doors: { readonly node: Door; readonly purge: Door };
  readonly #open = new Set<Asking>();
  #busy = 0;
  #isClosed = false;

  constructor(node: EngineNode, timeouts: TimeoutOptions, parts: LaneParts) {
    this.#node = node;
    this.#timeouts = timeouts;
    this.#parts = parts;
    this.#doors = { node: { breaker: parts.breaker, queue: [] }, purge: { breaker: this.#makeBreaker(), queue: [] } };
  }

  /** The node as it is asked by anybody, for what is no request of `send`: on this lane's connections all the same. */
  get toNode(): { readonly options: EngineNode; readonly transport: Transport } {
    return { options: this.#node, transport: this.#current().node };
  }

  /** Why a request has to wait, while the node can't be reached. */
  get trouble(): string | undefined {
    return (this.#doors.node.breaker.down ?? this.#doors.purge.breaker.down)?.message;
  }

  configure(node: EngineNode, timeouts: TimeoutOptions): void {
    const isMoved = node.purge?.address !== this.#node.purge?.address;
    this.#node = node;
    this.#timeouts = timeouts;
    const { breaker } = this.#doors.purge;
    if (isMoved) breaker.reset();
    else breaker.reconfigure();
  }

  /** The node's breaker has changed. */
  reachChanged(): void {
    for (const { breaker, queue } of [this.#doors.node, this.#doors.purge]) {
      if (breaker.hasGivenUp) for (const { reject } of queue.splice(0)) reject(gaveUp(breaker));
    }
    this.#pump();
  }

  /**
   * Resolves with an answer, or with how the node broke off though it is alive. Rejects with the signal's reason, and with
   * a PurgeFailure when the node is given up; until then it waits for a node that can't be reached.
   */
  async send(request: LaneRequest, signal: AbortSignal): Promise<Reply> {
    signal.throwIfAborted();
    if (this.#isClosed) throw new PurgeDropped();
    const { breaker, queue } = this.#doorOf(request);
    if (breaker.hasGivenUp) throw gaveUp(breaker);
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    queue.push({ request, signal, resolve, reject, isSecondTry: false });
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
    this.#doors.purge.breaker.stop();
    for (const { queue } of Object.values(this.#doors)) queue.length = 0;
    for (const asking of this.#open) asking.cancel();
    this.#open.clear();
    const transports = this.#transports;
    this.#transports = undefined;
    if (transports === undefined) return;
    await Promise.all(new Set([transports.node, transports.purge]).values().map((transport) => transport.destroy()));
  }

  #pump(): void {
    while (!this.#isClosed && this.#busy < maxBusy && this.#open.size < maxOpen) {
      const next = nextOf(this.#doors.node) ?? nextOf(this.#doors.purge);
      if (next === undefined) return;
      this.#start(next);
    }
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
    const { failure, wasSent, status } = reply;
    const { breaker, queue } = this.#doorOf(waiting.request);
    this.#parts.onTrouble(failure);
    if (status !== undefined) breaker.noteHead();
    if (failure?.isNodes !== true) {
      waiting.resolve(reply);
      return;
    }
    const { scheme, host } = waiting.request.get;
    breaker.noteFailure(failure, { scheme, host }, !wasSent && failure.passing);
    if (!failure.passing) {
      waiting.resolve(reply);
    } else if (wasSent && !waiting.isSecondTry) {
      waiting.isSecondTry = true;
      queue.unshift(waiting);
    } else {
      breaker.inDoubt((wasDown) => {
        if (!wasDown) {
          waiting.resolve(reply);
          return;
        }
        waiting.isSecondTry = false;
        if (breaker.hasGivenUp) waiting.reject(gaveUp(breaker));
        else queue.unshift(waiting);
        this.#pump();
      });
    }
  }

  #doorOf({ at }: LaneRequest): Door {
    return at === 'purge' && this.#node.purge?.address !== undefined ? this.#doors.purge : this.#doors.node;
  }

  #makeBreaker(): Breaker {
    const { clock, options } = this.#parts;
    return new Breaker({
      clock,
      nodeDownMs: () => options().nodeDownMs,
      knock: knockAt(clock, () => {
        const address = this.#node.purge?.address;
        if (address === undefined || this.#isClosed) return undefined;
        const { timeouts, userAgent } = options();
        return { node: this.#node, transport: this.#current().purge, addresses: { http: address }, hosts: [], timeouts, userAgent };
      }),
      onChange: () => this.reachChanged(),
    });
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

function nextOf({ breaker, queue }: Door): Waiting | undefined {
  if (breaker.isOpen) return undefined;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) if (!next.signal.aborted) return next;
  return undefined;
}

function gaveUp({ sentence = 'the node is down' }: Breaker): PurgeFailure {
  return new PurgeFailure({ undone: 'connect', message: sentence });
}
