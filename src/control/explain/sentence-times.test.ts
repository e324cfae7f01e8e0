import { expect, test } from 'vitest';
import { shownSpan, shownTime } from './sentence-times.ts';

test('A time is told so that it reads the same in every time zone', () => {
  expect(shownTime(Date.UTC(2026, 10, 24, 19, 22, 3) / 1000)).toBe('2026-11-24T19:22:03Z');
});

test.each([
  [0, '0 s'],
  [1, '1 s'],
  [60, '1 min'],
  [90, '90 s'],
  [3600, '1 h'],
  [5400, '90 min'],
  [86_400, '1 d'],
  [31_536_000, '365 d'],
])('%d seconds are told as %s', (seconds, told) => {
  expect(shownSpan(seconds)).toBe(told);
});
