import { expect, test } from 'vitest';
import { Calendar } from './calendar.ts';

const at = (text: string) => Date.parse(text);

test.each([
  ['Asia/Shanghai', '2026-03-29T15:59:59.999Z', '2026-03-29', '2026-03-30T00:00:00+08:00'],
  ['Asia/Shanghai', '2026-03-29T16:00:00Z', '2026-03-30', '2026-03-31T00:00:00+08:00'],
  ['UTC', '2026-12-31T23:59:59.999Z', '2026-12-31', '2027-01-01T00:00:00+00:00'],
  ['Asia/Kathmandu', '2026-06-01T18:14:59Z', '2026-06-01', '2026-06-02T00:00:00+05:45'],
  ['America/St_Johns', '2026-01-05T03:29:59Z', '2026-01-04', '2026-01-05T00:00:00-03:30'],
  ['Pacific/Kiritimati', '2026-01-01T09:59:59Z', '2026-01-01', '2026-01-02T00:00:00+14:00'],
  ['Etc/GMT+12', '2026-01-02T11:59:59Z', '2026-01-01', '2026-01-02T00:00:00-12:00'],
])('In %s, %s belongs to %s, and the next day begins at %s', (zone, now, day, next) => {
  const calendar = new Calendar(zone);
  expect(calendar.dayOf(at(now))).toBe(day);
  expect(calendar.textOf(calendar.nextDayMs(at(now)))).toBe(next);
  expect(calendar.nextDayMs(at(now))).toBe(at(next));
});

test.each([
  ['of 23 hours', 'Europe/Berlin', '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00'],
  ['of 25 hours', 'Europe/Berlin', '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'],
  ['before one that begins at one o’clock', 'Africa/Cairo', '2026-04-23T00:00:00+02:00', '2026-04-24T01:00:00+03:00'],
  ['before one that was left out', 'Pacific/Apia', '2011-12-29T00:00:00-10:00', '2011-12-31T00:00:00+14:00'],
])('A day %s ends when the next begins', (_what, zone, begins, ends) => {
  const calendar = new Calendar(zone);
  for (const ms of [at(begins), at(begins) + 1, at(ends) - 1]) {
    expect(calendar.dayOf(ms)).toBe(begins.slice(0, 10));
    expect(calendar.textOf(calendar.nextDayMs(ms))).toBe(ends);
  }
  expect(calendar.dayOf(at(ends))).toBe(ends.slice(0, 10));
  expect(calendar.dayOf(at(begins) - 1) < begins.slice(0, 10)).toBe(true);
});

test('An unknown time zone is refused', () => {
  expect(() => new Calendar('Asia/Nowhere')).toThrow(RangeError);
});
