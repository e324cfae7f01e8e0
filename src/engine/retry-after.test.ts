import { describe, expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const wallMs = Date.UTC(1994, 10, 6, 8, 49, 7);

describe('Retry-After', () => {
  test.each([
    ['7', 7000],
    ['0', 0],
    [' 120 ', 120_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 30_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 30_000],
    ['Sun Nov  6 08:49:37 1994', 30_000],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
  ])('"%s" is %d ms', (value, ms) => {
    expect(retryAfterMs(value, undefined, wallMs)).toBe(ms);
  });

  test.each([
    '',
    'soon',
    '-1',
    '1.5',
    '7 seconds',
    '99999999999999999999',
    'Sun, 06 Nov 1994',
    '1994-11-06T08:49:37Z',
    'Sun, 99 Nov 1994 08:49:37 GMT',
  ])('"%s" says nothing', (value) => {
    expect(retryAfterMs(value, undefined, wallMs)).toBeUndefined();
  });

  test('a date is taken against the node’s own clock, where it tells it', () => {
    const date = 'Mon, 07 Nov 1994 10:00:00 GMT';
    expect(retryAfterMs('Mon, 07 Nov 1994 10:00:05 GMT', date, wallMs)).toBe(5000);
  });

  test('absent it says nothing', () => {
    expect(retryAfterMs(undefined, undefined, wallMs)).toBeUndefined();
  });
});
