import type { Clock } from '../clock.ts';

/** A time that runs out, but for what it is told to leave out. */
export class Deadline {
  readonly #clock: Clock;
  readonly #onOver: () => void;
  #leftMs: number;
  #sinceMs = 0;
  #cancelTimer: (() => void) | undefined;
  /** How many wait for something that does not count. */
  #pauses = 0;

  constructor(clock: Clock, afterMs: number, onOver: () => void) {
    this.#clock = clock;
    this.#onOver = onOver;
    this.#leftMs = afterMs;
    this.#run();
  }

  /** While this is awaited the time stands still. */
  async without(waiting: Promise<void>): Promise<void> {
    if (this.#pauses === 0) this.#stop();
    this.#pauses += 1;
    try {
      await waiting;
    } finally {
      this.#pauses -= 1;
      if (this.#pauses === 0) this.#run();
    }
  }

  cancel(): void {
    this.#pauses = Number.POSITIVE_INFINITY;
    this.#stop();
  }

  #run(): void {
    this.#sinceMs = this.#clock.nowMs();
    this.#cancelTimer = this.#clock.after(Math.max(0, this.#leftMs), this.#onOver);
  }

  #stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#leftMs -= this.#clock.nowMs() - this.#sinceMs;
  }
}
