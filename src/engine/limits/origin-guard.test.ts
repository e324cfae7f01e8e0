import { describe, expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { OriginGuard, type OriginSign } from './origin-guard.ts';

class Subject {
  readonly clock = new FakeClock();
  changes = 0;
  readonly guard: OriginGuard;
  #begun = 0;

  constructor(concurrency = 64) {
    this.guard = new OriginGuard(concurrency, this.clock, () => (this.changes += 1));
  }

  /** A request that begins and ends. */
  answer(sign: Partial<OriginSign> & { status: number }): void {
    this.#begun += 1;
    this.guard.note(sign, this.#begun, this.#begun);
  }

  /** So many that are out together. */
  answerTogether(count: number, status: number): void {
    const first = this.#begun;
    this.#begun += count;
    for (let ordinal = first + 1; ordinal <= this.#begun; ordinal += 1) this.guard.note({ status }, ordinal, this.#begun);
  }

  /** One round of responses that took so long. */
  round(originMs: number, status = 200): void {
    for (let count = 0; count < 20; count += 1) {
      this.answer({ status, originMs: originMs + (count % 5) });
      this.clock.advance(100);
    }
  }
}

describe('a domain whose origin suffers', () => {
  test.each([429, 503])('is halved by a %d, once for all that were out together', (status) => {
    const made = new Subject();
    made.answerTogether(54, status);
    expect([made.guard.concurrency, made.guard.rate]).toEqual([32, 0.5]);
    expect(made.guard.slowed).toEqual({ because: `the origin answers with status ${status}`, sinceMs: Date.UTC(2026, 0, 1) });
    made.answerTogether(22, status);
    expect(made.guard.concurrency).toBe(16);
  });

  test.each([200, 301, 404, 408, 500, 501, 502, 504])('is not slowed down by a %d', (status) => {
    const made = new Subject();
    for (let count = 0; count < 1000; count += 1) made.answer({ status });
    expect(made.guard.concurrency).toBe(64);
    expect(made.guard.slowed).toBeUndefined();
  });

  test('never stalls: one at once is left', () => {
    const made = new Subject();
    for (let count = 0; count < 100; count += 1) made.answer({ status: 503 });
    expect(made.guard.concurrency).toBe(1);
    expect(made.guard.rate).toBe(1 / 64);
  });

  test('gets back a part each second, until it has all', () => {
    const made = new Subject();
    for (let count = 0; count < 10; count += 1) made.answer({ status: 503 });
    const bySecond: number[] = [];
    for (let second = 0; second < 40; second += 1) {
      made.clock.advance(1000);
      bySecond.push(made.guard.concurrency);
    }
    expect(bySecond.slice(0, 4)).toEqual([1, 3, 5, 7]);
    expect(bySecond.slice(-2)).toEqual([64, 64]);
    expect([made.guard.rate, made.guard.slowed, made.clock.pending]).toEqual([1, undefined, 0]);
  });

  test('gets nothing back in a second in which its origin suffered', () => {
    const made = new Subject();
    for (let second = 0; second < 30; second += 1) {
      made.answer({ status: 503 });
      made.clock.advance(1000);
    }
    expect(made.guard.concurrency).toBe(1);
    made.clock.advance(2000);
    expect(made.guard.concurrency).toBe(5);
  });

  test('rests as long as Retry-After says, within bounds, and gets nothing back meanwhile', () => {
    const made = new Subject();
    made.answer({ status: 429, retryAfterMs: 7000 });
    made.answer({ status: 429, retryAfterMs: 3000 });
    made.clock.advance(6900);
    expect(made.guard.isHeld).toBe(true);
    expect(made.guard.concurrency).toBe(16);
    made.clock.advance(100);
    expect(made.guard.isHeld).toBe(false);
    made.answer({ status: 503, retryAfterMs: 3_600_000 });
    made.clock.advance(29_900);
    expect(made.guard.isHeld).toBe(true);
    made.clock.advance(100);
    expect(made.guard.isHeld).toBe(false);
  });

  test('follows another configuration, and keeps what it knows of its origin', () => {
    const made = new Subject();
    made.answer({ status: 503 });
    made.guard.configure(16);
    expect(made.guard.concurrency).toBe(16);
    made.guard.configure(1000);
    expect(made.guard.concurrency).toBe(16);
    made.clock.advance(40_000);
    expect(made.guard.concurrency).toBe(1000);
    made.guard.configure(8);
    expect(made.guard.concurrency).toBe(8);
  });

  test('that is stopped keeps no timer', () => {
    const made = new Subject();
    made.answer({ status: 503, retryAfterMs: 5000 });
    made.guard.stop();
    made.answer({ status: 503, retryAfterMs: 5000 });
    expect(made.clock.pending).toBe(0);
  });
});

describe('an origin that answers ever slower', () => {
  test('slows its domain down, which is given back when it is as quick as before', () => {
    const made = new Subject();
    for (let count = 0; count < 5; count += 1) made.round(50);
    expect(made.guard.slowed).toBeUndefined();
    made.round(400);
    expect(made.guard.concurrency).toBe(32);
    expect(made.guard.slowed?.because).toMatch(/^the origin takes 40\d ms to answer, and took 5\d ms$/);
    for (let count = 0; count < 20; count += 1) made.round(55);
    expect([made.guard.concurrency, made.guard.slowed]).toEqual([64, undefined]);
  });

  test('within 100 ms of what it took is as quick as before', () => {
    const made = new Subject();
    for (let count = 0; count < 5; count += 1) made.round(2);
    for (let count = 0; count < 5; count += 1) made.round(8);
    for (let count = 0; count < 5; count += 1) made.round(90);
    expect(made.guard.slowed).toBeUndefined();
  });

  test('now and then is no trouble: objects differ', () => {
    const made = new Subject();
    for (let count = 0; count < 400; count += 1) {
      made.answer({ status: 200, originMs: count % 4 === 0 ? 5000 : 50 });
      made.clock.advance(20);
    }
    expect(made.guard.slowed).toBeUndefined();
  });

  test('and stays so however little is asked of it, is not overloaded: that is how long it takes', () => {
    const made = new Subject();
    for (let count = 0; count < 5; count += 1) made.round(20);
    let least = 64;
    for (let count = 0; count < 40; count += 1) {
      made.round(600);
      least = Math.min(least, made.guard.concurrency);
    }
    expect(least).toBeGreaterThanOrEqual(16);
    expect([made.guard.concurrency, made.guard.slowed]).toEqual([64, undefined]);
  });

  test('tells nothing by what comes from a cache, and something by a 504 that took long', () => {
    const made = new Subject();
    for (let count = 0; count < 5; count += 1) made.round(50);
    for (let count = 0; count < 200; count += 1) {
      made.answer({ status: 200 });
      made.clock.advance(20);
    }
    made.round(2, 504);
    expect(made.guard.slowed).toBeUndefined();
    made.round(30_000, 502);
    expect(made.guard.slowed).toBeUndefined();
    made.round(30_000, 504);
    expect(made.guard.concurrency).toBe(32);
  });

  test('is compared with the last minutes only', () => {
    const made = new Subject();
    made.round(10);
    made.clock.advance(11 * 60_000);
    made.round(300);
    made.clock.advance(6 * 60_000);
    made.round(310);
    expect(made.guard.concurrency).toBe(64);
  });
});
