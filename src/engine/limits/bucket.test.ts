import { describe, expect, test } from 'vitest';
import { Bucket } from './bucket.ts';

/** Takes a token whenever there is one, looking every `stepMs`; returns how many within `forMs`. */
function greedy(bucket: Bucket, forMs: number, stepMs: number): number {
  let taken = 0;
  for (let nowMs = 0; nowMs < forMs; nowMs += stepMs) {
    while (bucket.has(1, nowMs)) {
      bucket.take(1, nowMs);
      taken += 1;
    }
  }
  return taken;
}

describe('a token bucket', () => {
  test.each([1, 3, 7.5, 100, 333, 5000])('lets %d a second pass, over 10 s, beside what it had saved', (perSecond) => {
    const capacity = Math.max(1, perSecond / 5);
    const taken = greedy(new Bucket(perSecond, capacity, 0), 10_000, 1);
    expect(taken).toBeGreaterThanOrEqual(Math.floor(perSecond * 10 * 0.999));
    expect(taken).toBeLessThanOrEqual(perSecond * 10 + capacity);
  });

  test('saves no more than its capacity', () => {
    const bucket = new Bucket(100, 20, 0);
    bucket.take(20, 0);
    expect(greedy(bucket, 1, 1)).toBe(0);
    expect(bucket.has(20, 60_000)).toBe(true);
    expect(bucket.has(21, 60_000)).toBe(false);
  });

  test('tells how long a debt takes to pay', () => {
    const bucket = new Bucket(1000, 100, 0);
    bucket.take(600, 0);
    expect(bucket.msUntil(1, 0)).toBeCloseTo(501, 3);
    expect(bucket.has(1, 500)).toBe(false);
    expect(bucket.has(1, 501)).toBe(true);
  });

  test('keeps a debt when its rate changes', () => {
    const bucket = new Bucket(10, 10, 0);
    bucket.take(110, 0);
    bucket.setRate(1000, 100, 0);
    expect(bucket.msUntil(0, 0)).toBeCloseTo(100, 3);
  });

  test('does not run backwards', () => {
    const bucket = new Bucket(1000, 10, 100);
    bucket.take(10, 100);
    expect(bucket.has(1, 50)).toBe(false);
    expect(bucket.has(1, 101)).toBe(true);
  });
});
