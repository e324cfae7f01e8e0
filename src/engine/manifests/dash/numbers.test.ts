import { describe, expect, test } from 'vitest';
import { ceilDivide, floorDivide, optionalDurationNs, optionalInstantNs, optionalTicks } from './numbers.ts';

describe('a duration', () => {
  test.each([
    ['PT0S', 0n],
    ['PT1.5S', 1_500_000_000n],
    ['PT0H9M56.46S', 596_460_000_000n],
    ['P1DT1H', 90_000_000_000_000n],
    ['P1Y2M3D', (365n + 60n + 3n) * 86_400_000_000_000n],
    [' PT.1S ', 100_000_000n],
    ['-PT1S', -1_000_000_000n],
    // Beyond nanoseconds nothing is to be had.
    ['PT1.1234567891S', 1_123_456_789n],
  ])('%s', (text, ns) => {
    expect(optionalDurationNs('x', text)).toBe(ns);
  });

  test.each(['', 'P', 'PT', '5', 'PT5', 'P5S', 'PT1S2M', `PT${'9'.repeat(100)}S`])('%s is none', (text) => {
    expect(() => optionalDurationNs('MPD@x', text)).toThrow(/^MPD@x is no duration: /);
  });
});

describe('an instant', () => {
  test.each([
    ['1970-01-01T00:00:01Z', 1_000_000_000n],
    ['1970-01-01T00:00:01', 1_000_000_000n],
    ['1970-01-01T08:00:01.250+08:00', 1_250_000_000n],
    ['1970-01-01T00:00:01.123456Z', 1_123_000_000n],
  ])('%s', (text, ns) => {
    expect(optionalInstantNs('x', text)).toBe(ns);
  });

  test.each(['', 'now', '1970-01-01', '1970-13-01T00:00:00Z', '1767225600'])('%s is none', (text) => {
    expect(() => optionalInstantNs('MPD@x', text)).toThrow(/^MPD@x is no date with a time: /);
  });
});

test('what is missing is not there', () => {
  expect([optionalTicks('x', undefined), optionalDurationNs('x', undefined), optionalInstantNs('x', undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  [7n, 2n, 3n, 4n],
  [-7n, 2n, -4n, -3n],
  [6n, 2n, 3n, 3n],
  [-6n, 2n, -3n, -3n],
  [0n, 5n, 0n, 0n],
])('%d / %d is rounded down to %d and up to %d', (dividend, divisor, down, up) => {
  expect([floorDivide(dividend, divisor), ceilDivide(dividend, divisor)]).toEqual([down, up]);
});
