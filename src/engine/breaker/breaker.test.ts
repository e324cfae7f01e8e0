import { describe, expect, test } from 'vitest';
import type { Failure } from '../reason.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { Breaker, type BreakerChange, type KnockOrder } from './breaker.ts';

const refused: Failure = { reason: 'connect', message: 'nothing listens there', passing: true, isNodes: true };

/** A breaker whose knocks are answered by the test, or as `answer` says. */
class Subject {
  readonly clock = new FakeClock();
  readonly changes: BreakerChange[] = [];
  readonly knocksMs: number[] = [];
  readonly orders: KnockOrder[] = [];
  readonly settled: boolean[] = [];
  nodeDownMs = 600_000;
  calledOff = 0;
  /** How each knock ends, a millisecond later; `none`: not. */
  answer: Failure | undefined | 'none' = refused;
  readonly breaker = new Breaker({
    clock: this.clock,
    nodeDownMs: () => this.nodeDownMs,
    onChange: (change) => this.changes.push(change),
    knock: (order, onEnd) => {
      this.orders.push(order);
      this.knocksMs.push(this.clock.nowMs());
      const { answer } = this;
      if (answer !== 'none') this.clock.after(1, () => onEnd(answer));
      return () => void (this.calledOff += 1);
    },
  });

  fail(times = 1): void {
    for (let time = 0; time < times; time += 1) {
      this.breaker.noteFailure(refused, { scheme: 'http', host: 'x.test' });
      this.breaker.inDoubt((wasDown) => this.settled.push(wasDown));
    }
  }
}

describe('a breaker', () => {
  test('opens by three failures in a row, and takes the node to be down once a knock has failed as well', () => {
    const made = new Subject();
    made.fail(2);
    expect(made.breaker.isOpen).toBe(false);
    made.fail();
    expect(made.breaker.isOpen).toBe(true);
    expect(made.breaker.down).toBeUndefined();
    made.clock.advance(10);
    expect(made.breaker.down).toEqual({ reason: 'connect', message: 'nothing listens there', sinceMs: Date.UTC(2026, 0, 1) });
    expect(made.changes).toEqual(['opened', 'down']);
    expect(made.settled).toEqual([true, true, true]);
  });

  test('is not opened by failures with answers between, however many', () => {
    const made = new Subject();
    for (let time = 0; time < 100; time += 1) {
      made.fail(2);
      made.breaker.noteHead();
    }
    expect(made.changes).toEqual([]);
    expect(made.settled).toEqual(Array.from({ length: 200 }, () => false));
    made.clock.advance(60_000);
    expect(made.knocksMs).toEqual([]);
  });

  test('finds out after a single failure by knocks of its own, so that a URL alone need not use up its attempts', () => {
    const made = new Subject();
    made.fail();
    made.clock.advance(3000);
    expect(made.changes).toEqual(['opened', 'down']);
    expect(made.settled).toEqual([true]);
  });

  test('knocks one at a time with growing waits, for as long as it takes', () => {
    const made = new Subject();
    made.fail(3);
    made.clock.advance(60_000);
    const waits = made.knocksMs.slice(1).map((ms, index) => ms - (made.knocksMs[index] ?? 0) - 1);
    expect(waits.slice(0, 6)).toEqual([250, 500, 1000, 2000, 4000, 5000]);
    expect(new Set(waits.slice(5))).toEqual(new Set([5000]));
    made.answer = 'none';
    made.clock.advance(6000);
    const knocks = made.knocksMs.length;
    made.fail(50);
    made.clock.advance(600_000);
    expect(made.knocksMs).toHaveLength(knocks);
  });

  test('closes by any answer: whoever waited to hear is told that the node was alive, if no knock had failed', () => {
    const made = new Subject();
    made.answer = undefined;
    made.fail(64);
    made.clock.advance(10);
    expect(made.changes).toEqual(['opened', 'closed']);
    expect(made.settled).toEqual(Array.from({ length: 64 }, () => false));
    expect(made.breaker.isOpen).toBe(false);
    made.clock.advance(60_000);
    expect(made.knocksMs).toHaveLength(1);
  });

  test('is up again by an answer to a knock or to a request that was out already, which calls the knock off', () => {
    const made = new Subject();
    made.fail(3);
    made.clock.advance(100);
    made.answer = undefined;
    made.clock.advance(5000);
    expect(made.changes).toEqual(['opened', 'down', 'up']);
    made.answer = refused;
    made.fail(3);
    made.clock.advance(100);
    made.answer = 'none';
    made.clock.advance(1000);
    made.breaker.noteHead();
    expect(made.changes).toEqual(['opened', 'down', 'up', 'opened', 'down', 'up']);
    expect(made.calledOff).toBe(1);
    expect(made.breaker.downs).toBe(2);
    expect(made.clock.pending).toBe(0);
  });

  test('gives up after nodeDownMs, and goes on knocking', () => {
    const made = new Subject();
    made.nodeDownMs = 20_000;
    made.fail(3);
    made.clock.advance(19_900);
    expect(made.breaker.hasGivenUp).toBe(false);
    made.clock.advance(200);
    expect(made.breaker.hasGivenUp).toBe(true);
    expect(made.breaker.sentence).toBe(
      'the node has been down since 2026-01-01T00:00:00.000Z: nothing listens there; it is waited for 20000 ms at the longest (timeouts.nodeDownMs)',
    );
    const knocks = made.knocksMs.length;
    made.clock.advance(60_000);
    expect(made.knocksMs.length).toBeGreaterThan(knocks + 10);
    made.answer = undefined;
    made.clock.advance(6000);
    expect(made.breaker.hasGivenUp).toBe(false);
    expect(made.changes).toEqual(['opened', 'down', 'gaveUp', 'up']);
  });

  test('takes another nodeDownMs over while it is down', () => {
    const made = new Subject();
    made.fail(3);
    made.clock.advance(30_000);
    made.nodeDownMs = 20_000;
    made.breaker.reconfigure();
    made.clock.advance(10);
    expect(made.breaker.hasGivenUp).toBe(true);
    made.nodeDownMs = 60_000;
    made.breaker.reconfigure();
    expect(made.breaker.hasGivenUp).toBe(false);
    made.clock.advance(30_000);
    expect(made.breaker.hasGivenUp).toBe(true);
  });

  test('opens at once where there is no doubt', () => {
    const made = new Subject();
    made.breaker.noteFailure(refused, undefined, true);
    expect(made.breaker.isOpen).toBe(true);
  });

  test('of another server knows nothing, and blames nobody for what failed', () => {
    const made = new Subject();
    made.answer = 'none';
    made.fail(3);
    made.clock.advance(10);
    made.breaker.reset();
    expect(made.settled).toEqual([true, true, true]);
    expect(made.changes).toEqual(['opened', 'closed']);
    expect(made.calledOff).toBe(1);
    expect(made.clock.pending).toBe(0);
  });

  test('that is stopped does nothing more', () => {
    const made = new Subject();
    made.fail(3);
    made.breaker.stop();
    made.fail(3);
    expect(made.clock.pending).toBe(0);
    expect(made.settled).toEqual([]);
  });

  test('gives a knock more time each time, since the node may be slow', () => {
    const made = new Subject();
    made.fail(3);
    made.clock.advance(3000);
    expect(made.orders.slice(0, 4).map(({ index, patienceMs }) => [index, patienceMs])).toEqual([
      [0, 1000],
      [1, 2000],
      [2, 4000],
      [3, 8000],
    ]);
  });
});
