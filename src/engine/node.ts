import type { Scheme } from '../tasks/url.ts';
import type { Breaker } from './breaker/breaker.ts';
import type { DomainLimits } from './limits/domain.ts';
import { newShare, type Share } from './limits/shares.ts';
import { LoadCounter } from './load.ts';
import { NodeQueue } from './node-queue.ts';
import type { EngineNode } from './options.ts';
import type { Transport } from './transport.ts';

/** A configured node with its connections. */
export type ServedNode = {
  readonly options: EngineNode;
  readonly transport: Transport;
  /** What the transport was made of; when it changes, another is made. */
  readonly transportKey: string;
};

/** A node as the engine knows it, from its first work item or its configuration on. */
export class NodeState {
  readonly name: string;
  readonly queue = new NodeQueue();
  readonly load = new LoadCounter();
  /** Whether it can be reached. */
  readonly breaker: Breaker;
  /** Absent: not in the configuration. */
  served: ServedNode | undefined;
  isPaused = false;
  /** Requests in flight. */
  running = 0;
  /** URLs in backoff. */
  resting = 0;
  /** URLs that wait for a purge of theirs, to hear whether the node was down when they failed, or for what they name to be read. */
  held = 0;
  /** True while it stands in the scheduler's line. */
  isInLine = false;
  readonly #shares = new Map<DomainLimits, Share>();

  constructor(name: string, makeBreaker: (node: NodeState) => Breaker) {
    this.name = name;
    this.breaker = makeBreaker(this);
  }

  get isIdle(): boolean {
    return this.running + this.resting + this.held + this.queue.size === 0;
  }

  /** True while it has to leave its part of the domains to the others. */
  get isBarred(): boolean {
    return this.isPaused || this.served === undefined || this.breaker.isOpen;
  }

  shareOf(domain: DomainLimits): Share {
    let share = this.#shares.get(domain);
    if (share === undefined) {
      share = newShare(this.isBarred);
      this.#shares.set(domain, share);
    }
    return share;
  }

  /** To be called when `isBarred` may have changed. */
  tellShares(): void {
    for (const [domain, share] of this.#shares) if (share.barred !== this.isBarred) domain.setBarred(share, this.isBarred);
  }
}

/** Where a URL of this scheme is dialled on the node, or undefined. */
export function addressFor({ addresses, sharedSchemes }: EngineNode, scheme: Scheme): string | undefined {
  return addresses[scheme] ?? (sharedSchemes ? (addresses.http ?? addresses.https) : undefined);
}
