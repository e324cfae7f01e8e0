import { expect, test } from 'vitest';
import { urlRates } from './samples.ts';

const at = (atS: number, endedUrls: number) => ({ atS, endedUrls, bytesPerSecond: 0 });

test('a rate needs two samples', () => {
  expect(urlRates([])).toEqual([]);
  expect(urlRates([at(100, 7)])).toEqual([null]);
  expect(urlRates([at(100, 7), at(102, 27)])).toEqual([null, 10]);
});

test('a rate is over the last ten seconds, so that what was fast long ago is forgotten', () => {
  const fastThenStill = Array.from({ length: 31 }, (_, second) => at(second, second < 10 ? second * 100 : 1000));
  const rates = urlRates(fastThenStill);
  expect(rates[10]).toBe(100);
  expect(rates[15]).toBe(50);
  expect(rates[30]).toBe(0);
});

test('after a pause in which nothing was seen the rate is that of the pause', () => {
  expect(urlRates([at(0, 0), at(2, 20), at(102, 120)])).toEqual([null, 10, 1]);
});
