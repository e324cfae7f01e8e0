/**
 * How much the API takes on at once. Whoever comes when it is full is told so (150) within the
 * envelope: an SDK that sees a reset connection or an HTTP 503 hides the reason and sends again.
 */

/** Far above what two cores work on at once; reached only when control, store or readers hang. */
export const defaultRequestsInFlight = 1000;
/** Sixteen bodies of the default limit; parsed, they weigh a few times as much. */
export const defaultBytesInFlight = 128 * 1024 * 1024;

export type LoadLimits = { requests: number; bytes: number };

export class Load {
  #limits: LoadLimits;
  #requests = 0;
  #bytes = 0;

  constructor(limits: LoadLimits) {
    this.#limits = limits;
  }

  reconfigure(limits: LoadLimits): void {
    this.#limits = limits;
  }

  /** False when there are enough calls; otherwise `leave` must follow. */
  enter(): boolean {
    if (this.#requests >= this.#limits.requests) return false;
    this.#requests += 1;
    return true;
  }

  leave(): void {
    this.#requests -= 1;
  }

  /** False when these bytes are too many; otherwise `release` must follow. */
  hold(bytes: number): boolean {
    if (this.#bytes + bytes > this.#limits.bytes) return false;
    this.#bytes += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#bytes -= bytes;
  }
}
