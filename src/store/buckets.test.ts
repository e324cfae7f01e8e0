import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketsOf, bucketWidthsS, coverWindow, within } from './buckets.ts';

const second = fc.oneof(fc.nat(300), fc.nat(300_000), fc.nat(2 ** 31), fc.integer({ min: 2 ** 31, max: 2 ** 32 }));

describe('a window, covered by buckets', () => {
  test('is covered once and exactly, newest first', () => {
    fc.assert(
      fc.property(second, second, (beginS, endS) => {
        // Each range ends where the newer one began, so together they are the window and nothing twice.
        let expectedUntilS = endS + 1;
        for (const { level, fromS, untilS } of coverWindow(beginS, endS)) {
          const widthS = bucketWidthsS[level] ?? 0;
          expect(untilS).toBe(expectedUntilS);
          expect([fromS % widthS, untilS % widthS]).toEqual([0, 0]);
          expect(fromS).toBeLessThan(untilS);
          expectedUntilS = fromS;
        }
        expect(expectedUntilS).toBe(endS < beginS ? endS + 1 : beginS);
      }),
    );
  });

  test('needs few buckets however long it is', () => {
    fc.assert(
      fc.property(second, second, (beginS, endS) => {
        const buckets = coverWindow(beginS, endS).reduce(
          (sum, { level, fromS, untilS }) => sum + (untilS - fromS) / (bucketWidthsS[level] ?? 1),
          0,
        );
        expect(buckets).toBeLessThanOrEqual(4 * 2 * 63 + 256);
      }),
    );
  });

  test('may begin before 1970 and end never', () => {
    const ranges = coverWindow(Number.NEGATIVE_INFINITY, Number.MAX_SAFE_INTEGER - 1);
    expect(ranges.at(-1)?.fromS).toBe(0);
    expect(ranges[0]?.untilS).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('a second', () => {
  test('is found by descending through the buckets it is counted in', () => {
    fc.assert(
      fc.property(second, (at) => {
        const [first, ...wider] = bucketsOf(at);
        expect(first).toEqual({ level: 0, startS: at });
        let narrower = first;
        for (const bucket of wider) {
          const inside = within(bucket);
          expect(inside?.level).toBe(narrower?.level);
          expect(narrower?.startS).toBeGreaterThanOrEqual(inside?.fromS ?? Number.NaN);
          expect(narrower?.startS).toBeLessThan(inside?.untilS ?? Number.NaN);
          narrower = bucket;
        }
      }),
    );
  });

  test('has nothing within it', () => {
    expect(within({ level: 0, startS: 5 })).toBeUndefined();
  });
});
