import type { Clock } from './clock.ts';

/** How often what runs is looked at: the grain of all timeouts. */
export const tickMs = 100;
/** A tick that comes later than this tells that nobody attended to the event loop, not that nodes were silent. */
const maxTickMs = 2 * tickMs;

/**
 * One ticker for everything that runs, instead of a timer or two a request. It also keeps the time by
 * which timeouts are reckoned: time in which the event loop was blocked, or the machine slept, is left
 * out, since what nodes sent meanwhile has not been read yet.
 */
export class Watch<T> {
  readonly #clock: Clock;
  readonly #look: (member: T) => void;
  readonly #members = new Set<T>();
  #attendedMs = 0;
  #lastMs = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock, look: (member: T) => void) {
    this.#clock = clock;
    this.#look = look;
  }

  get attendedMs(): number {
    return this.#attendedMs;
  }

  get size(): number {
    return this.#members.size;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#members[Symbol.iterator]();
  }

  add(member: T): void {
    this.#members.add(member);
    if (this.#cancelTimer !== undefined) return;
    this.#lastMs = this.#clock.nowMs();
    this.#arm();
  }

  delete(member: T): void {
    this.#members.delete(member);
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#members.clear();
  }

  #arm(): void {
    this.#cancelTimer = this.#clock.after(tickMs, () => this.#tick());
  }

  #tick(): void {
    this.#cancelTimer = undefined;
    const nowMs = this.#clock.nowMs();
    this.#attendedMs += Math.min(maxTickMs, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    for (const member of this.#members) this.#look(member);
    if (this.#members.size > 0) this.#arm();
  }
}
