import { expect, test } from 'vitest';
import { counted, shownBytes, shownCount, shownDuration, shownRate } from './quantities.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('%d is the count %s', (count, shown) => {
  expect(shownCount(count)).toBe(shown);
});

test('one is one and the rest are many', () => {
  expect([counted(0, 'URL'), counted(1, 'URL'), counted(2000, 'URL')]).toEqual(['0 URLs', '1 URL', '2,000 URLs']);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [1_500_000, '1.50 MB'],
  [999_499, '999 kB'],
  [999_500, '1.00 MB'],
  [23_400_000_000, '23.4 GB'],
  [1e18, '1000 PB'],
])('%d bytes are %s', (bytes, shown) => {
  expect(shownBytes(bytes)).toBe(shown);
});

test.each([
  [0.5, '0.50/s'],
  [12.34, '12.3/s'],
  [1250, '1,250/s'],
])('%d a second is %s', (rate, shown) => {
  expect(shownRate(rate)).toBe(shown);
});

test.each([
  [0, '0.0 s'],
  [440, '0.4 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [59_499, '59 s'],
  [60_000, '1 min'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
  [273_600_000, '3 d 4 h'],
])('%d ms are %s', (ms, shown) => {
  expect(shownDuration(ms)).toBe(shown);
});
