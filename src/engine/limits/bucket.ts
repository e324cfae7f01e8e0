/** A level that is this close counts as reached: rates such as 0.3 a millisecond do not add up exactly. */
const slack = 1e-6;

/**
 * A token bucket. It fills at `perSecond` up to `capacity` and may be drawn below zero (debt), so what
 * passes within any T seconds is at most `perSecond × T + capacity`.
 */
export class Bucket {
  #perMs: number;
  #capacity: number;
  #level: number;
  #atMs: number;

  constructor(perSecond: number, capacity: number, nowMs: number) {
    this.#perMs = perSecond / 1000;
    this.#capacity = capacity;
    this.#level = capacity;
    this.#atMs = nowMs;
  }

  /** Changes the rate in place: what has been saved or owed stays. */
  setRate(perSecond: number, capacity: number, nowMs: number): void {
    this.#fill(nowMs);
    this.#perMs = perSecond / 1000;
    this.#capacity = capacity;
    this.#level = Math.min(this.#level, capacity);
  }

  has(level: number, nowMs: number): boolean {
    this.#fill(nowMs);
    return this.#level >= level - slack;
  }

  take(count: number, nowMs: number): void {
    this.#fill(nowMs);
    this.#level = Math.min(this.#capacity, this.#level - count);
  }

  /** Milliseconds until `level` is reached, 0 if it is. */
  msUntil(level: number, nowMs: number): number {
    this.#fill(nowMs);
    return Math.max(0, (level - slack - this.#level) / this.#perMs);
  }

  #fill(nowMs: number): void {
    if (nowMs <= this.#atMs) return;
    this.#level = Math.min(this.#capacity, this.#level + (nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
  }
}
