import type { DomainLoad } from '../tasks/load.ts';
import type { Clock } from './clock.ts';
import { Fifo } from './fifo.ts';
import { DomainLimits } from './limits/domain.ts';
import type { Share } from './limits/shares.ts';
import type { Strand } from './node-queue.ts';
import type { NodeState } from './node.ts';
import type { RateOptions } from './options.ts';
import type { Pull } from './pull.ts';
import type { Run } from './run.ts';

/** What a request holds from its start to its answer. */
export type Slot = {
  readonly node: NodeState;
  readonly domain: DomainLimits;
  readonly share: Share;
  /** Which of the domain's requests it is. */
  readonly ordinal: number;
};

export type SchedulerHooks = {
  /** A slot is taken; send the pull's next request. Must not throw. */
  begin(pull: Pull, slot: Slot): void;
  /** The pull's node is not configured any more. */
  removed(pull: Pull): void;
  /** The pull's node has been down for too long. */
  gaveUp(pull: Pull, node: NodeState): void;
  /** False: begin nothing for now; `refillSoon` follows. */
  mayBegin(): boolean;
};

/** A domain that the configuration does not name: a task keeps its plan when the domain leaves it. */
const unnamedRate: RateOptions = { concurrency: 64 };

/**
 * Who is next. Each node fills its own slots from its own queue, so that a slow node holds up no other;
 * a domain that may not start anything is parked until it may, so that it holds up no other on the node.
 * Nodes that can start something do so in turn, one request each: what a domain may start is shared out
 * among them. Slots that become free within one round of the event loop are filled in one go.
 */
export class Scheduler {
  readonly #clock: Clock;
  readonly #hooks: SchedulerHooks;
  readonly #domains = new Map<string, DomainLimits>();
  /** What found no room in its domain, longest waiting first. */
  readonly #parked = new Map<DomainLimits, { node: NodeState; strand: Strand }[]>();
  /** Domains that may have room again. */
  readonly #woken = new Set<DomainLimits>();
  /** Nodes that something happened to since the last refill. */
  readonly #poked = new Set<NodeState>();
  /** Nodes that may be able to start something, in the order of their turns. */
  readonly #line = new Fifo<NodeState>();
  #pausedDomains: ReadonlySet<string> = new Set();
  #isAllPaused = false;
  #isRefillDue = false;

  constructor(clock: Clock, hooks: SchedulerHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  configureDomain(name: string, rate: RateOptions): void {
    const known = this.#domains.get(name);
    if (known !== undefined) known.configure(rate);
    else this.#addDomain(name, rate);
  }

  setPaused(isAllPaused: boolean, domains: ReadonlySet<string>): void {
    this.#isAllPaused = isAllPaused;
    this.#pausedDomains = domains;
    for (const [name, domain] of this.#domains) domain.setPaused(domains.has(name));
  }

  /** Puts a run in its node's queue. */
  add(node: NodeState, run: Run): void {
    const domain = this.#domain(run.item.domain);
    node.queue.add(run, domain, node.shareOf(domain));
    this.poke(node);
  }

  /** Puts a pull back whose backoff is over. */
  addAgain(node: NodeState, pull: Pull): void {
    const domain = this.#domain(pull.run.item.domain);
    node.queue.addAgain(pull, domain, node.shareOf(domain));
    this.poke(node);
  }

  /** Sends a pull's further request now if there is room, else when its turn comes. */
  goOn(node: NodeState, pull: Pull, domainName: string): 'begun' | 'waits' {
    const domain = this.#domain(domainName);
    const share = node.shareOf(domain);
    if (this.#hasSlot(node) && domain.mayStart(share)) {
      this.#begin(pull, node, domain, share);
      return 'begun';
    }
    node.queue.addAgain(pull, domain, share);
    this.poke(node);
    return 'waits';
  }

  /** A request is answered. */
  release({ node, domain, share }: Slot): void {
    node.running -= 1;
    domain.end(share);
    this.poke(node);
  }

  /** Nothing waits for the node any longer, not even for its domain. */
  giveUp(node: NodeState): void {
    node.queue.unparkAll();
    this.poke(node);
  }

  /** By domain, those that have been heard of. */
  domainLoads(): Map<string, DomainLoad> {
    return new Map([...this.#domains].map(([name, domain]) => [name, domain.load]));
  }

  /** Domains change no more by themselves. */
  stop(): void {
    for (const domain of this.#domains.values()) domain.stop();
  }

  /** The node may be able to start something. */
  poke(node: NodeState): void {
    this.#poked.add(node);
    this.refillSoon();
  }

  refillSoon(): void {
    if (this.#isRefillDue) return;
    this.#isRefillDue = true;
    setImmediate(() => this.#refill());
  }

  #refill(): void {
    // Those that have waited for their domain come first, or a node whose own fetch just ended would
    // get before them to what it gave back, again and again.
    for (const domain of this.#woken) this.#unpark(domain);
    this.#woken.clear();
    for (const node of this.#poked) this.#lineUp(node);
    this.#poked.clear();
    this.#isRefillDue = false;
    while (this.#line.size > 0 && this.#hooks.mayBegin()) {
      const node = this.#line.shift();
      if (node === undefined) return;
      if (this.#startOne(node)) this.#line.push(node);
      else node.isInLine = false;
    }
  }

  #startOne(node: NodeState): boolean {
    if (node.served === undefined) return this.#removeOne(node);
    if (node.breaker.isOpen) return node.breaker.hasGivenUp && this.#giveUpOne(node);
    if (!this.#hasSlot(node)) return false;
    for (let strand = node.queue.next(); strand !== undefined; strand = node.queue.next()) {
      const { domain, share } = strand;
      if (!domain.mayStart(share)) {
        this.#park(node, strand);
        continue;
      }
      const pull = node.queue.take(strand);
      if (pull !== undefined) this.#begin(pull, node, domain, share);
      return true;
    }
    return false;
  }

  #removeOne(node: NodeState): boolean {
    node.queue.unparkAll();
    const strand = node.queue.next();
    const pull = strand === undefined ? undefined : node.queue.take(strand);
    if (pull === undefined) return false;
    this.#hooks.removed(pull);
    return true;
  }

  /** What is paused waits on: its time has not begun. */
  #giveUpOne(node: NodeState): boolean {
    if (this.#isAllPaused || node.isPaused) return false;
    for (let strand = node.queue.next(); strand !== undefined; strand = node.queue.next()) {
      if (strand.domain.isPaused) {
        this.#park(node, strand);
        continue;
      }
      const pull = node.queue.take(strand);
      if (pull !== undefined) this.#hooks.gaveUp(pull, node);
      return true;
    }
    return false;
  }

  #hasSlot(node: NodeState): boolean {
    const { isPaused, breaker, served, running } = node;
    return !this.#isAllPaused && !isPaused && !breaker.isOpen && served !== undefined && running < served.options.concurrency;
  }

  #begin(pull: Pull, node: NodeState, domain: DomainLimits, share: Share): void {
    node.running += 1;
    const ordinal = domain.start(share);
    this.#hooks.begin(pull, { node, domain, share, ordinal });
  }

  #park(node: NodeState, strand: Strand): void {
    node.queue.park(strand);
    this.#parked.get(strand.domain)?.push({ node, strand });
  }

  /** All of them, each to try again: O(nodes) a refill, and none is overlooked because another could not use the room. */
  #unpark(domain: DomainLimits): void {
    const parked = this.#parked.get(domain) ?? [];
    this.#parked.set(domain, []);
    for (const { node, strand } of parked) {
      node.queue.unpark(strand);
      this.#lineUp(node);
    }
  }

  #lineUp(node: NodeState): void {
    if (node.isInLine) return;
    node.isInLine = true;
    this.#line.push(node);
  }

  #domain(name: string): DomainLimits {
    return this.#domains.get(name) ?? this.#addDomain(name, unnamedRate);
  }

  #addDomain(name: string, rate: RateOptions): DomainLimits {
    const domain = new DomainLimits(name, rate, this.#clock, (woken) => this.#wake(woken));
    domain.setPaused(this.#pausedDomains.has(name));
    this.#domains.set(name, domain);
    this.#parked.set(domain, []);
    return domain;
  }

  #wake(domain: DomainLimits): void {
    if ((this.#parked.get(domain)?.length ?? 0) === 0) return;
    this.#woken.add(domain);
    this.refillSoon();
  }
}
