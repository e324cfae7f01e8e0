/** How fast work goes, from looks at it now and then: the mean of about the last half minute, so that it neither jumps nor sticks. */
export class Pace {
  readonly #looks: { atMs: number; done: number }[] = [];
  readonly #windowMs: number;

  constructor(windowMs = 30_000) {
    this.#windowMs = windowMs;
  }

  look(done: number, atMs: number): void {
    this.#looks.push({ atMs, done });
    // One look older than the window stays, so that the mean covers all of it.
    while ((this.#looks[1]?.atMs ?? Infinity) <= atMs - this.#windowMs) this.#looks.shift();
  }

  /** Per second; undefined until something has moved. */
  perSecond(): number | undefined {
    const first = this.#looks[0];
    const last = this.#looks.at(-1);
    if (first === undefined || last === undefined || last.atMs <= first.atMs || last.done <= first.done) return undefined;
    return ((last.done - first.done) * 1000) / (last.atMs - first.atMs);
  }
}
