/** Long enough to be steady, short enough to be now. */
const spanS = 10;

/** Bytes a second over the last seconds. */
export class Rate {
  readonly #bySecond = new Map<number, number>();
  readonly #beganS: number;

  constructor(nowS: number) {
    this.#beganS = Math.floor(nowS);
  }

  add(bytes: number, nowS: number): void {
    const second = Math.floor(nowS);
    this.#bySecond.set(second, (this.#bySecond.get(second) ?? 0) + bytes);
    for (const old of this.#bySecond.keys()) {
      if (old > second - spanS) break;
      this.#bySecond.delete(old);
    }
  }

  perSecond(nowS: number): number {
    const second = Math.floor(nowS);
    let bytes = 0;
    for (const [at, came] of this.#bySecond) if (at > second - spanS) bytes += came;
    return Math.round(bytes / Math.min(spanS, second - this.#beganS + 1));
  }
}
