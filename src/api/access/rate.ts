/**
 * Requests per second and key: a token bucket that holds one second's worth, so that a burst after
 * silence passes and the mean does not.
 */
export class RequestRate {
  #perSecond: number;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  /** 0: no bound. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  set perSecond(perSecond: number) {
    this.#perSecond = perSecond;
    this.#buckets.clear();
  }

  /** Takes one request of `key`. 0: go on; otherwise the milliseconds after which the next would pass. */
  take(key: string, nowMs: number): number {
    if (this.#perSecond <= 0) return 0;
    const burst = Math.max(1, this.#perSecond);
    const bucket = this.#buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    this.#buckets.set(key, bucket);
    // A clock that was set back must not freeze a key.
    const elapsedMs = Math.max(0, nowMs - bucket.atMs);
    bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs * this.#perSecond) / 1000);
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * 1000) / this.#perSecond);
    bucket.tokens -= 1;
    return 0;
  }
}
