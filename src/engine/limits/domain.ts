import type { DomainLoad } from '../../tasks/load.ts';
import type { Clock } from '../clock.ts';
import type { RateOptions } from '../options.ts';
import { Bucket } from './bucket.ts';
import { OriginGuard, type OriginSign } from './origin-guard.ts';
import { Pacer } from './pacer.ts';
import { type Share, Shares } from './shares.ts';

/** What the bucket of requests may save up: a fifth of a second, so that 10 s are exceeded by 2 % at most. */
const burstS = 0.2;

/**
 * All that holds a domain back, over all its nodes together: concurrency, requests per second, bytes per
 * second, and less of the first two while its origin suffers. Each request counts: retries, variants and redirect
 * hops too, for the origin sees them all.
 */
export class DomainLimits {
  readonly name: string;
  #isPaused = false;
  readonly pacer: Pacer;
  readonly #clock: Clock;
  readonly #onRoom: () => void;
  readonly #shares: Shares;
  readonly #guard: OriginGuard;
  #requestsPerSecond: number | undefined;
  #requests: Bucket | undefined;
  /** Requests so far. */
  #begun = 0;
  #cancelTimer: (() => void) | undefined;

  /** `onRoom` is called whenever fetches may begin that `mayStart` had to refuse. */
  constructor(name: string, rate: RateOptions, clock: Clock, onRoom: (domain: DomainLimits) => void) {
    this.name = name;
    this.#clock = clock;
    this.#onRoom = () => onRoom(this);
    this.#shares = new Shares(rate.concurrency);
    this.#guard = new OriginGuard(rate.concurrency, clock, () => this.#guarded());
    this.pacer = new Pacer(rate.bytesPerSecond, clock, this.#onRoom);
    this.#requestsPerSecond = rate.requestsPerSecond;
    this.#limitRequests();
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  get load(): DomainLoad {
    const { concurrency, slowed } = this.#guard;
    return { inFlight: this.#shares.running, concurrency, ...(slowed !== undefined && { slowed: { ...slowed } }) };
  }

  /** Changes the limits in place; what runs goes on. */
  configure(rate: RateOptions): void {
    this.#guard.configure(rate.concurrency);
    this.#shares.setLimit(this.#guard.concurrency);
    this.#requestsPerSecond = rate.requestsPerSecond;
    this.#limitRequests();
    this.pacer.setRate(rate.bytesPerSecond);
    this.#onRoom();
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (!isPaused) this.#onRoom();
  }

  mayStart(share: Share): boolean {
    if (this.#isPaused || this.#guard.isHeld || !this.#shares.mayStart(share)) return false;
    if (this.#requests !== undefined && !this.#requests.has(1, this.#clock.nowMs())) {
      this.#arm(this.#requests);
      return false;
    }
    return this.pacer.mayStart();
  }

  /** Returns which of the domain's requests this is. */
  start(share: Share): number {
    this.#shares.start(share);
    this.#requests?.take(1, this.#clock.nowMs());
    this.#begun += 1;
    return this.#begun;
  }

  /** What a request's response, no probe's, tells of the origin. */
  note(sign: OriginSign, ordinal: number): void {
    this.#guard.note(sign, ordinal, this.#begun);
  }

  end(share: Share): void {
    this.#shares.end(share);
    this.#onRoom();
  }

  /** Tells how many URLs of the domain wait for the node. */
  setWaiting(share: Share, waiting: number): void {
    this.#shares.setWaiting(share, waiting);
  }

  /** A node that may not start anything leaves its part to the others. */
  setBarred(share: Share, barred: boolean): void {
    this.#shares.setBarred(share, barred);
    this.#onRoom();
  }

  /** Ends its timers. */
  stop(): void {
    this.#guard.stop();
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** The guard lets more or less be done than before. */
  #guarded(): void {
    this.#shares.setLimit(this.#guard.concurrency);
    if (this.#requestsPerSecond !== undefined) this.#limitRequests();
    this.#onRoom();
  }

  #limitRequests(): void {
    // Set by the rate before: it may be far off.
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#requestsPerSecond === undefined) {
      this.#requests = undefined;
      return;
    }
    const requestsPerSecond = this.#requestsPerSecond * this.#guard.rate;
    const capacity = Math.max(1, requestsPerSecond * burstS);
    const nowMs = this.#clock.nowMs();
    if (this.#requests === undefined) this.#requests = new Bucket(requestsPerSecond, capacity, nowMs);
    else this.#requests.setRate(requestsPerSecond, capacity, nowMs);
  }

  #arm(requests: Bucket): void {
    if (this.#cancelTimer !== undefined) return;
    this.#cancelTimer = this.#clock.after(Math.max(2, requests.msUntil(1, this.#clock.nowMs())), () => {
      this.#cancelTimer = undefined;
      this.#onRoom();
    });
  }
}
