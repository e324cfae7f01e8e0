import type { DomainLoad } from '../../tasks/load.ts';
import type { Clock } from '../clock.ts';
import { LatencyWatch } from './latency.ts';

/** What one response tells of the domain's origin. */
export type OriginSign = {
  readonly status: number | undefined;
  /** Time to its headers, where the node says that it asked further for them. */
  readonly originMs?: number | undefined;
  readonly retryAfterMs?: number | undefined;
};

const stepMs = 1000;
/** From nothing to all in so many steps. */
const stepsToFull = 32;
const leastRate = 1 / 64;
/** A Retry-After beyond this holds the one URL back, not the domain. */
const maxHoldMs = 30_000;

/**
 * Slows a domain down while its origin suffers: additive increase, multiplicative decrease. 429, 503 and rising latency halve
 * what may run at once and the requests per second; each second without any of them gives a thirty-second part back.
 * Only what was asked after the last halving is evidence for the next, so there is at most one in a round trip.
 *
 * 502 and 504 are a node's word on its own way to the origin, which may be broken for that node alone: they slow nothing
 * down by themselves, but how long a 504 took counts as latency. Answers to probes come from a cache and must not be shown.
 */
export class OriginGuard {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #latency = new LatencyWatch();
  #full: number;
  #concurrency: number;
  #rate = 1;
  #slowed: { because: string; readonly sinceMs: number } | undefined;
  /** Requests up to this one began before the last halving. */
  #halvedAt = 0;
  #hasSuffered = false;
  #heldUntilMs = 0;
  #cancelStep: (() => void) | undefined;
  #cancelHold: (() => void) | undefined;
  #isStopped = false;

  /** `onChange` is called when more or less may be done than before. */
  constructor(concurrency: number, clock: Clock, onChange: () => void) {
    this.#full = concurrency;
    this.#concurrency = concurrency;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** How many requests may run at once, at least 1. */
  get concurrency(): number {
    return Math.max(1, Math.floor(this.#concurrency));
  }

  /** The part of the requests per second that may be sent. */
  get rate(): number {
    return this.#rate;
  }

  /** True while the origin asked for a rest. */
  get isHeld(): boolean {
    return this.#cancelHold !== undefined;
  }

  get slowed(): DomainLoad['slowed'] {
    return this.#slowed;
  }

  configure(concurrency: number): void {
    this.#concurrency = this.#slowed === undefined ? concurrency : Math.min(concurrency, this.#concurrency);
    this.#full = concurrency;
  }

  /** `ordinal` tells which of the domain's requests it was, `begun` how many there have been. */
  note({ status, originMs, retryAfterMs }: OriginSign, ordinal: number, begun: number): void {
    if (this.#isStopped) return;
    if (status === 429 || status === 503) {
      this.#suffer(`the origin answers with status ${status}`, ordinal, begun);
      if (retryAfterMs !== undefined && retryAfterMs > 0) this.#hold(Math.min(maxHoldMs, retryAfterMs));
      return;
    }
    if (originMs === undefined || ordinal <= this.#halvedAt || status === undefined || (status >= 500 && status !== 504)) return;
    const rising = this.#latency.note(originMs, this.#clock.nowMs());
    if (rising === undefined) return;
    const { medianMs, baselineMs } = rising;
    this.#suffer(`the origin takes ${Math.round(medianMs)} ms to answer, and took ${Math.round(baselineMs)} ms`, ordinal, begun);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelStep?.();
    this.#cancelStep = undefined;
    this.#cancelHold?.();
    this.#cancelHold = undefined;
  }

  #suffer(because: string, ordinal: number, begun: number): void {
    this.#hasSuffered = true;
    this.#slowed = { because, sinceMs: this.#slowed?.sinceMs ?? this.#clock.wallMs() };
    if (this.#cancelStep === undefined) this.#awaitStep();
    if (ordinal <= this.#halvedAt) return;
    this.#halvedAt = begun;
    this.#latency.restart();
    this.#concurrency = Math.max(1, this.#concurrency / 2);
    this.#rate = Math.max(leastRate, this.#rate / 2);
    this.#onChange();
  }

  #hold(ms: number): void {
    const untilMs = this.#clock.nowMs() + ms;
    if (this.isHeld && untilMs <= this.#heldUntilMs) return;
    this.#heldUntilMs = untilMs;
    this.#cancelHold?.();
    this.#cancelHold = this.#clock.after(ms, () => {
      this.#cancelHold = undefined;
      this.#onChange();
    });
  }

  #awaitStep(): void {
    this.#cancelStep = this.#clock.after(stepMs, () => this.#step());
  }

  #step(): void {
    this.#cancelStep = undefined;
    // Nobody knows how it is while nobody asks.
    const isQuiet = !this.#hasSuffered && !this.isHeld;
    this.#hasSuffered = false;
    if (isQuiet) {
      this.#concurrency = Math.min(this.#full, this.#concurrency + this.#full / stepsToFull);
      this.#rate = Math.min(1, this.#rate + 1 / stepsToFull);
      if (this.#concurrency === this.#full && this.#rate === 1) this.#slowed = undefined;
      this.#onChange();
    }
    if (this.#slowed !== undefined) this.#awaitStep();
  }
}
