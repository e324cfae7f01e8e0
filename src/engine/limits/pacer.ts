import type { Clock } from '../clock.ts';
import { Fifo } from '../fifo.ts';
import { Bucket } from './bucket.ts';

/** A body that is read no faster than its domain may. */
export interface Paced {
  /** Bytes it may still read, below zero when a chunk held more: the pacer's book-keeping. */
  grantBytes: number;
  /** False once the body ended, however it did. */
  readonly isOpen: boolean;
  resume(): void;
}

/** What the bucket may save up. A quarter of a second: a window of 10 s is exceeded by 2.5 % at most. */
const burstS = 0.25;
const minQuantumBytes = 16 * 1024;
const maxQuantumBytes = 1024 * 1024;

/**
 * A domain's bytes per second. Bodies read on grants that are taken from one bucket ahead of the bytes:
 * the first when the fetch begins, before its size is known, the next when it is used up. Who gets none
 * is paused and waits in line. While anybody waits, or the bucket is in debt, no new fetch of the domain
 * begins; and since the first grant is charged at the start, only as many begin as the rate can feed,
 * so that a domain at its limit does not sit on its nodes' slots with bodies that stand still.
 *
 * Without a limit grants cost nothing but are asked for all the same, so that a limit which is set
 * later takes hold of bodies that flow already.
 */
export class Pacer {
  readonly #clock: Clock;
  readonly #onRoom: () => void;
  #bucket: Bucket | undefined;
  readonly #waiting = new Fifo<Paced>();
  #quantumBytes = maxQuantumBytes;
  /** Running mean of what a body weighs: the best guess before its headers come. */
  #meanBytes: number;
  /** Fills whose size is not known yet. */
  readonly #unsized = new Set<Paced>();
  /** Running mean of what a fill weighs; undefined before the first. */
  #meanFillBytes: number | undefined;
  #cancelTimer: (() => void) | undefined;

  /** `onRoom` is called when fetches may begin after `mayStart` had to refuse one. */
  constructor(bytesPerSecond: number | undefined, clock: Clock, onRoom: () => void) {
    this.#clock = clock;
    this.#onRoom = onRoom;
    this.setRate(bytesPerSecond);
    this.#meanBytes = this.#quantumBytes;
  }

  setRate(bytesPerSecond: number | undefined): void {
    if (bytesPerSecond === undefined) {
      this.#bucket = undefined;
      this.#quantumBytes = maxQuantumBytes;
    } else {
      const capacityBytes = Math.max(1, bytesPerSecond * burstS);
      this.#quantumBytes = Math.min(maxQuantumBytes, Math.max(minQuantumBytes, bytesPerSecond / 100));
      const nowMs = this.#clock.nowMs();
      if (this.#bucket === undefined) this.#bucket = new Bucket(bytesPerSecond, capacityBytes, nowMs);
      else this.#bucket.setRate(bytesPerSecond, capacityBytes, nowMs);
    }
    if (this.#cancelTimer !== undefined) this.#serveAnew();
  }

  /** May a fetch begin? */
  mayStart(): boolean {
    // Before the first fill's size is known there is no telling how many the rate can feed: it goes alone.
    if (this.#bucket !== undefined && this.#unsized.size > 0 && this.#meanFillBytes === undefined) return false;
    if (this.#hasRoom()) return true;
    this.#arm();
    return false;
  }

  start(body: Paced): void {
    body.grantBytes = 0;
    this.#grant(body, Math.min(this.#quantumBytes, this.#meanBytes));
  }

  /** The size is known now: the first grant is corrected to it. */
  sized(body: Paced, expectedBytes: number): void {
    this.#grant(body, Math.min(this.#quantumBytes, expectedBytes));
  }

  /** Asks for more when the grant is used up. False: pause; `resume` comes when there is more. */
  more(body: Paced): boolean {
    // What was overdrawn has passed already: it is owed at once, not when its turn comes.
    this.#grant(body, 0);
    if (this.#hasRoom()) {
      this.#grant(body, this.#quantumBytes);
      return true;
    }
    this.#waiting.push(body);
    this.#arm();
    return false;
  }

  /** The body ended: what it did not use goes back, what it overdrew is paid. */
  end(body: Paced, receivedBytes: number): void {
    this.#grant(body, 0);
    this.#meanBytes += (receivedBytes - this.#meanBytes) / 8;
  }

  /**
   * A cache is made to fetch an object whose body does not come to us, and can't be held back: it is charged as a whole,
   * before its size is known by the mean of those before.
   */
  startFill(fill: Paced): void {
    fill.grantBytes = 0;
    this.#unsized.add(fill);
    this.#grant(fill, this.#meanFillBytes ?? this.#quantumBytes);
  }

  /** Its size is known now, or what of it has to be fetched; undefined: its head came and did not tell. */
  sizedFill(fill: Paced, sizeBytes: number | undefined): void {
    this.#unsized.delete(fill);
    if (sizeBytes !== undefined) {
      this.#meanFillBytes = (this.#meanFillBytes ?? sizeBytes) + (sizeBytes - (this.#meanFillBytes ?? sizeBytes)) / 8;
      this.#grant(fill, sizeBytes);
    }
    this.#serveAnew();
  }

  /** It is over. `isSpent`: the cache may have fetched all of it. */
  endFill(fill: Paced, isSpent: boolean): void {
    if (isSpent) fill.grantBytes = 0;
    this.#grant(fill, 0);
    this.#unsized.delete(fill);
    this.#serveAnew();
  }

  #hasRoom(): boolean {
    return this.#waiting.size === 0 && this.#isInFunds();
  }

  #isInFunds(): boolean {
    return this.#bucket === undefined || this.#bucket.has(1, this.#clock.nowMs());
  }

  #grant(body: Paced, bytes: number): void {
    this.#bucket?.take(bytes - body.grantBytes, this.#clock.nowMs());
    body.grantBytes = bytes;
  }

  /** What was given back, or a new rate, may bring the next turn forward. */
  #serveAnew(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#serve();
  }

  #arm(): void {
    if (this.#cancelTimer !== undefined) return;
    // At least 2 ms: high rates are served in lots, not with a timer a packet.
    const delayMs = Math.max(2, this.#bucket?.msUntil(1, this.#clock.nowMs()) ?? 0);
    this.#cancelTimer = this.#clock.after(delayMs, () => {
      this.#cancelTimer = undefined;
      this.#serve();
    });
  }

  #serve(): void {
    while (this.#waiting.size > 0 && this.#isInFunds()) {
      const body = this.#waiting.shift();
      if (body === undefined || !body.isOpen) continue;
      this.#grant(body, this.#quantumBytes);
      // It may be back in `more` before this returns, when bytes lay ready.
      body.resume();
    }
    if (this.#hasRoom()) this.#onRoom();
    else this.#arm();
  }
}

/** For what is charged otherwise. */
export const unpaced: Pick<Pacer, 'start' | 'sized' | 'more' | 'end'> = {
  start: (body) => void (body.grantBytes = Infinity),
  sized: () => undefined,
  more: () => true,
  end: () => undefined,
};
