import { expect, test } from 'vitest';
import { localOf, secondsOf, zoneAt } from './localtime.ts';

test.each(['0', '1795992060', '2147483647', '1792893600'])('%s comes back from the local time that is shown for it', (seconds) => {
  const local = localOf(seconds);
  expect(local).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  expect(secondsOf(local)).toBe(seconds);
});

test('what is no time is none', () => {
  expect([localOf(''), localOf('soon'), localOf('-1'), secondsOf(''), secondsOf('2026-13-45T00:00:00')]).toEqual(['', '', '', '', '']);
});

test('the zone is told with its distance from UTC', () => {
  expect(zoneAt(0)).toMatch(/^UTC$|, UTC[+-]\d\d:\d\d$/);
});
