import { expect, test } from 'vitest';
import { Fifo } from './fifo.ts';

test('comes out in the order it went in, while more goes in', () => {
  const fifo = new Fifo<number>();
  const out: number[] = [];
  for (let number = 0; number < 1000; number += 1) {
    fifo.push(number);
    if (number % 3 === 0) out.push(fifo.shift() ?? Number.NaN);
  }
  expect(fifo.size).toBe(1000 - out.length);
  expect(fifo.peek()).toBe(out.length);
  while (fifo.size > 0) out.push(fifo.shift() ?? Number.NaN);
  expect(out).toEqual(Array.from({ length: 1000 }, (_, index) => index));
  expect(fifo.shift()).toBeUndefined();
});
