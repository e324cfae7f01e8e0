import type { Clock } from '../clock.ts';
import type { RateOptions } from '../options.ts';
import { Bucket } from './bucket.ts';
import { Pacer } from './pacer.ts';
import { type Share, Shares } from './shares.ts';

/** What the bucket of requests may save up: a fifth of a second, so that 10 s are exceeded by 2 % at most. */
const burstS = 0.2;

/**
 * All that holds a domain back, over all its nodes together: concurrency, requests per second, bytes per
 * second. Each request counts: retries, variants and redirect hops too, for the origin sees them all.
 * (A breaker that slows a domain down when its origin suffers would be one more question in `mayStart`.)
 */
export class DomainLimits {
  readonly name: string;
  #isPaused = false;
  readonly pacer: Pacer;
  readonly #clock: Clock;
  readonly #onRoom: () => void;
  readonly #shares: Shares;
  #requests: Bucket | undefined;
  #cancelTimer: (() => void) | undefined;

  /** `onRoom` is called whenever fetches may begin that `mayStart` had to refuse. */
  constructor(name: string, rate: RateOptions, clock: Clock, onRoom: (domain: DomainLimits) => void) {
    this.name = name;
    this.#clock = clock;
    this.#onRoom = () => onRoom(this);
    this.#shares = new Shares(rate.concurrency);
    this.pacer = new Pacer(rate.bytesPerSecond, clock, this.#onRoom);
    this.#limitRequests(rate.requestsPerSecond);
  }

  /** Changes the limits in place; what runs goes on. */
  configure(rate: RateOptions): void {
    this.#shares.setLimit(rate.concurrency);
    this.#limitRequests(rate.requestsPerSecond);
    this.pacer.setRate(rate.bytesPerSecond);
    this.#onRoom();
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (!isPaused) this.#onRoom();
  }

  mayStart(share: Share): boolean {
    if (this.#isPaused || !this.#shares.mayStart(share)) return false;
    if (this.#requests !== undefined && !this.#requests.has(1, this.#clock.nowMs())) {
      this.#arm(this.#requests);
      return false;
    }
    return this.pacer.mayStart();
  }

  start(share: Share): void {
    this.#shares.start(share);
    this.#requests?.take(1, this.#clock.nowMs());
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

  #limitRequests(requestsPerSecond: number | undefined): void {
    // Set by the rate before: it may be far off.
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (requestsPerSecond === undefined) {
      this.#requests = undefined;
      return;
    }
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
