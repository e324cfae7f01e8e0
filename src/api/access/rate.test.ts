import { expect, test } from 'vitest';
import { RequestRate } from './rate.ts';

test('A key may send a second’s worth at once, then as many as the rate lets through', () => {
  const rate = new RequestRate(10);
  const takes = (nowMs: number) => Array.from({ length: 12 }, () => rate.take('k', nowMs)).filter((waitMs) => waitMs === 0).length;
  expect(takes(0)).toBe(10);
  expect(rate.take('k', 0)).toBe(100);
  expect(takes(500)).toBe(5);
  expect(takes(60_000)).toBe(10);
});

test('Keys don’t take from each other', () => {
  const rate = new RequestRate(1);
  expect(rate.take('a', 0)).toBe(0);
  expect(rate.take('a', 0)).toBe(1000);
  expect(rate.take('b', 0)).toBe(0);
});

test('A clock that is set back neither gives nor takes', () => {
  const rate = new RequestRate(1);
  expect(rate.take('a', 10_000)).toBe(0);
  expect(rate.take('a', 0)).toBe(1000);
  expect(rate.take('a', 1000)).toBe(0);
});

test('A rate below one a second still lets the first through', () => {
  const rate = new RequestRate(0.5);
  expect(rate.take('a', 0)).toBe(0);
  expect(rate.take('a', 0)).toBe(2000);
});

test('0 is no bound', () => {
  const rate = new RequestRate(0);
  expect(Array.from({ length: 1000 }, () => rate.take('a', 0)).every((waitMs) => waitMs === 0)).toBe(true);
});
