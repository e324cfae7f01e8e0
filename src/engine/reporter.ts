import type { Report } from '../tasks/work.ts';
import type { Clock } from './clock.ts';

export const maxBatch = 256;
export const maxAgeMs = 100;
/** A receiver that could not take a batch gets the same again after this. */
const againMs = 1000;

/**
 * Hands reports on in batches: 256, or what came within 100 ms, whichever is first. One batch is out at a
 * time; the next waits until the receiver has taken it. While it is out and another has filled up behind
 * it, `isFull` asks the engine to begin nothing more, so that what a crash can lose stays small.
 */
export class Reporter {
  readonly #send: (batch: readonly Report[]) => void | Promise<void>;
  readonly #clock: Clock;
  readonly #onRoom: () => void;
  #pending: Report[] = [];
  #isOut = false;
  #isDue = false;
  #cancelTimer: (() => void) | undefined;
  #onEmpty: (() => void)[] = [];

  constructor(send: (batch: readonly Report[]) => void | Promise<void>, clock: Clock, onRoom: () => void) {
    this.#send = send;
    this.#clock = clock;
    this.#onRoom = onRoom;
  }

  get isFull(): boolean {
    return this.#pending.length >= maxBatch;
  }

  add(report: Report): void {
    this.#pending.push(report);
    if (this.#pending.length >= maxBatch) this.#isDue = true;
    this.#goOn();
  }

  /** Hands on what there is, and resolves when all of it has been taken. */
  async drain(): Promise<void> {
    if (!this.#isOut && this.#pending.length === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty.push(resolve);
    });
    this.#isDue = true;
    this.#goOn();
    await empty;
  }

  #goOn(): void {
    if (this.#isOut || this.#pending.length === 0) return;
    if (this.#isDue) {
      void this.#hand(this.#pending.splice(0, maxBatch));
      return;
    }
    this.#cancelTimer ??= this.#clock.after(maxAgeMs, () => {
      this.#cancelTimer = undefined;
      this.#isDue = true;
      this.#goOn();
    });
  }

  async #hand(batch: Report[]): Promise<void> {
    this.#isOut = true;
    this.#isDue = false;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    while (!(await this.#isTaken(batch))) {
      await new Promise<void>((resolve) => {
        this.#clock.after(againMs, resolve);
      });
    }
    this.#isOut = false;
    this.#onRoom();
    if (this.#pending.length >= maxBatch || (this.#onEmpty.length > 0 && this.#pending.length > 0)) this.#isDue = true;
    this.#goOn();
    if (this.#isOut || this.#pending.length > 0) return;
    for (const resolve of this.#onEmpty.splice(0)) resolve();
  }

  /** A result that comes twice counts once: to hand a batch over again does no harm, to drop it would. */
  async #isTaken(batch: readonly Report[]): Promise<boolean> {
    try {
      await this.#send(batch);
      return true;
    } catch {
      return false;
    }
  }
}
