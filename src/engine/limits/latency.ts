/** A round is judged when it has so many samples and has lasted so long. */
const roundSamples = 16;
const roundMs = 1000;
/** Of one round, for its median. */
const maxSamples = 256;
/** The baseline is the least median of the last one to two of these. */
const epochMs = 5 * 60_000;
/** Rising: this many times the baseline, and so much more than it: from 2 ms to 8 is nothing. */
const risingFactor = 2;
const risingMs = 100;
/** It has not helped to slow down when the median is still this part of what it was. */
const helpedFactor = 0.8;
/** After so many times that did not help, this is how long the origin takes. */
const maxUnhelped = 2;

export type Rising = { readonly medianMs: number; readonly baselineMs: number };

/**
 * How long an origin takes to begin its responses, compared with itself a while before: medians of rounds, since objects
 * differ, against the least of them. Where slowing down does not bring it back, the load was not the reason (other objects,
 * a farther origin, somebody else's load), and what it takes now is the new measure.
 */
export class LatencyWatch {
  #samples: number[] = [];
  #roundSinceMs: number | undefined;
  #epochSinceMs = 0;
  #leastMs = Infinity;
  #leastBeforeMs = Infinity;
  #lastRisingMs: number | undefined;
  #unhelped = 0;

  /** A response that came of the origin began after `tookMs`. Tells when it takes longer than it used to. */
  note(tookMs: number, nowMs: number): Rising | undefined {
    this.#roundSinceMs ??= nowMs;
    if (this.#samples.length < maxSamples) this.#samples.push(tookMs);
    if (this.#samples.length < roundSamples || nowMs - this.#roundSinceMs < roundMs) return undefined;
    const medianMs = median(this.#samples);
    this.restart();
    return this.#judge(medianMs, nowMs);
  }

  /** What comes from now on is another load's. */
  restart(): void {
    this.#samples = [];
    this.#roundSinceMs = undefined;
  }

  #judge(medianMs: number, nowMs: number): Rising | undefined {
    if (nowMs - this.#epochSinceMs >= epochMs) {
      this.#leastBeforeMs = this.#leastMs;
      this.#leastMs = Infinity;
      this.#epochSinceMs = nowMs;
    }
    const baselineMs = Math.min(this.#leastMs, this.#leastBeforeMs);
    this.#leastMs = Math.min(this.#leastMs, medianMs);
    if (medianMs < baselineMs * risingFactor || medianMs < baselineMs + risingMs) {
      this.#lastRisingMs = undefined;
      this.#unhelped = 0;
      return undefined;
    }
    this.#unhelped = this.#lastRisingMs !== undefined && medianMs > this.#lastRisingMs * helpedFactor ? this.#unhelped + 1 : 0;
    this.#lastRisingMs = medianMs;
    if (this.#unhelped < maxUnhelped) return { medianMs, baselineMs };
    this.#leastMs = medianMs;
    this.#leastBeforeMs = Infinity;
    this.#lastRisingMs = undefined;
    this.#unhelped = 0;
    return undefined;
  }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? 0;
}
