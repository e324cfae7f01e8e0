import type { NodeLoad } from '../../tasks/load.ts';
import type { Scheme } from '../../tasks/url.ts';
import type { Clock } from '../clock.ts';
import type { Failure } from '../reason.ts';

/** Where a request was sent: which of the node's addresses, and the name that it was asked by. */
export type Place = { readonly scheme: Scheme; readonly host: string };

export type KnockOrder = {
  /** Counts from 0 since the node last answered. */
  readonly index: number;
  /** Where a request failed last. */
  readonly failedAt: Place | undefined;
  readonly patienceMs: number;
};

/** Sends one request that does no harm; tells how it failed, or undefined for an HTTP answer. What it returns calls it off. */
export type Knock = (order: KnockOrder, onEnd: (failure: Failure | undefined) => void) => () => void;

/**
 * - `opened`: nothing is sent any more; `closed`: a false alarm
 * - `down`: a knock got no answer either; `up`: it is back
 * - `gaveUp`: down for longer than nodeDownMs; it stays down
 */
export type BreakerChange = 'opened' | 'closed' | 'down' | 'up' | 'gaveUp';

export type BreakerParts = {
  clock: Clock;
  nodeDownMs: () => number;
  knock: Knock;
  onChange: (change: BreakerChange) => void;
};

/**
 * Failures in a row, with no answer between, until nothing is sent any more but a knock. As many as a URL has attempts
 * by default; knocks count, the first of which follows the first failure, so that a single URL need not use its own up.
 */
const opensAfter = 3;
const firstKnockMs = 250;
const maxKnockMs = 5000;
/** Doubled with each knock, up to `timeouts.headersMs`: a slow node is found back as well as one that hung. */
const firstPatienceMs = 1000;

/**
 * Whether one server can be reached: the only place that knows. A closed breaker opens when requests get no answer (no
 * HTTP status does that), knocks until any HTTP answer comes, and closes by it. Whose request failed in the course of that
 * waits to hear whether the node was down (then it was no attempt) or is alive (then the failure was the request's own).
 */
export class Breaker {
  /** How often it has been down. */
  downs = 0;
  readonly #parts: BreakerParts;
  #state: 'closed' | 'open' | 'down' = 'closed';
  #hasGivenUp = false;
  #isStopped = false;
  #failures = 0;
  #failure: Failure | undefined;
  #failedAt: Place | undefined;
  #sinceMs = 0;
  #sinceWallMs = 0;
  #knocks = 0;
  #hasKnockFailed = false;
  #isKnocking = false;
  #cancelKnock: (() => void) | undefined;
  #cancelGivingUp: (() => void) | undefined;
  #doubts: ((wasDown: boolean) => void)[] = [];

  constructor(parts: BreakerParts) {
    this.#parts = parts;
  }

  /** True: send nothing. */
  get isOpen(): boolean {
    return this.#state !== 'closed';
  }

  /** True: whoever waits for it, or comes to, waits no longer. */
  get hasGivenUp(): boolean {
    return this.#hasGivenUp;
  }

  get down(): NodeLoad['down'] {
    if (this.#state !== 'down' || this.#failure === undefined) return undefined;
    return { reason: this.#failure.reason, message: this.#failure.message, sinceMs: this.#sinceWallMs };
  }

  /** Why nobody waits any longer, for people. */
  get sentence(): string | undefined {
    const { down } = this;
    if (down === undefined) return undefined;
    const since = new Date(down.sinceMs).toISOString();
    return `the node has been down since ${since}: ${down.message}; it is waited for ${this.#parts.nodeDownMs()} ms at the longest (timeouts.nodeDownMs)`;
  }

  /** A response has begun, whatever its status. */
  noteHead(): void {
    if (this.#failures === 0) return;
    const before = this.#state;
    this.#clear();
    this.#settle(false);
    if (before !== 'closed') this.#parts.onChange(before === 'down' ? 'up' : 'closed');
  }

  /** A request got no answer. `isSure`: it opens at once. */
  noteFailure(failure: Failure, at?: Place, isSure = false): void {
    if (this.#isStopped) return;
    this.#failedAt = at;
    this.#count(failure, isSure ? opensAfter : 1);
  }

  /** Called once it is known whether the node was down when a request failed, at once if that is known; not after `stop`. */
  inDoubt(settle: (wasDown: boolean) => void): void {
    if (this.#isStopped) return;
    if (this.#state === 'down' || this.#failures === 0) settle(this.#state === 'down');
    else this.#doubts.push(settle);
  }

  /** `nodeDownMs` may be another. */
  reconfigure(): void {
    if (this.#state !== 'down') return;
    this.#hasGivenUp = false;
    this.#awaitGivingUp();
  }

  /** It is another server now, or none: nothing is known of it, and nobody is to blame for what failed. */
  reset(): void {
    const before = this.#state;
    this.#clear();
    this.#settle(true);
    if (before !== 'closed') this.#parts.onChange(before === 'down' ? 'up' : 'closed');
  }

  stop(): void {
    this.#isStopped = true;
    this.#clear();
    this.#doubts = [];
  }

  #count(failure: Failure, weight: number): void {
    const { clock, onChange } = this.#parts;
    if (this.#failures === 0) {
      this.#sinceMs = clock.nowMs();
      this.#sinceWallMs = clock.wallMs();
    }
    this.#failures += weight;
    this.#failure = failure;
    if (this.#state === 'closed' && this.#failures >= opensAfter) {
      this.#state = 'open';
      onChange('opened');
      // Until it has been asked once more nobody knows whether it is down.
      if (!this.#hasKnockFailed && !this.#isKnocking) this.#awaitKnock(0);
    }
    if (this.#state === 'open' && this.#hasKnockFailed) {
      this.#state = 'down';
      this.downs += 1;
      this.#awaitGivingUp();
      onChange('down');
      this.#settle(true);
    }
    if (this.#cancelKnock === undefined) this.#awaitKnock(Math.min(maxKnockMs, firstKnockMs * 2 ** Math.max(0, this.#knocks - 1)));
  }

  #awaitKnock(waitMs: number): void {
    this.#cancelKnock?.();
    this.#cancelKnock = this.#parts.clock.after(waitMs, () => this.#knock());
  }

  #knock(): void {
    let isOver = false;
    const order = { index: this.#knocks, failedAt: this.#failedAt, patienceMs: firstPatienceMs * 2 ** this.#knocks };
    this.#knocks += 1;
    this.#isKnocking = true;
    this.#cancelKnock = () => {
      isOver = true;
      cancel();
    };
    const cancel = this.#parts.knock(order, (failure) => {
      if (isOver) return;
      isOver = true;
      this.#isKnocking = false;
      this.#cancelKnock = undefined;
      if (failure === undefined) {
        this.noteHead();
        return;
      }
      this.#hasKnockFailed = true;
      this.#count(failure, 1);
    });
  }

  #awaitGivingUp(): void {
    this.#cancelGivingUp?.();
    const { clock, nodeDownMs, onChange } = this.#parts;
    this.#cancelGivingUp = clock.after(Math.max(0, this.#sinceMs + nodeDownMs() - clock.nowMs()), () => {
      this.#hasGivenUp = true;
      onChange('gaveUp');
    });
  }

  #settle(wasDown: boolean): void {
    const doubts = this.#doubts;
    this.#doubts = [];
    for (const settle of doubts) settle(wasDown);
  }

  #clear(): void {
    this.#cancelKnock?.();
    this.#cancelKnock = undefined;
    this.#cancelGivingUp?.();
    this.#cancelGivingUp = undefined;
    this.#isKnocking = false;
    this.#hasKnockFailed = false;
    this.#hasGivenUp = false;
    this.#knocks = 0;
    this.#failures = 0;
    this.#failure = undefined;
    this.#failedAt = undefined;
    this.#state = 'closed';
  }
}
