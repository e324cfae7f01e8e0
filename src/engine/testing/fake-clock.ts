import { setImmediate as nextRound } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  #nowMs = 0;
  readonly #wallStartMs: number;
  #timers: { atMs: number; call: () => void }[] = [];

  constructor(wallStartMs = Date.UTC(2026, 0, 1)) {
    this.#wallStartMs = wallStartMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#wallStartMs + this.#nowMs;
  }

  after(delayMs: number, call: () => void): () => void {
    // As setTimeout does: whole milliseconds, and none at once.
    const timer = { atMs: this.#nowMs + Math.max(1, Math.ceil(delayMs)), call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** How many timers are set. */
  get pending(): number {
    return this.#timers.length;
  }

  /** When the next timer is due, in this clock's time. */
  get nextMs(): number | undefined {
    return this.#timers.length === 0 ? undefined : Math.min(...this.#timers.map(({ atMs }) => atMs));
  }

  /** Moves on, calling what falls due in order. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const due = this.#timers.filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#nowMs = due.atMs;
      due.call();
    }
    this.#nowMs = untilMs;
  }

  /** Time passes, and nobody attends to it: what falls due is late. */
  sleep(ms: number): void {
    this.#nowMs += ms;
    for (const timer of this.#timers) timer.atMs = Math.max(timer.atMs, this.#nowMs);
  }

  /** Moves on from timer to timer, and lets promises and immediates run in between. */
  async run(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await settle();
    for (let next = this.nextMs; next !== undefined && next <= untilMs; next = this.nextMs) {
      this.advance(next - this.#nowMs);
      await settle();
    }
    this.#nowMs = untilMs;
  }
}

/** Lets all promises and immediates run that are due, and those that they bring about. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 4; round += 1) await nextRound();
}
