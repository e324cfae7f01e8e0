import { expect, test } from 'vitest';
import { runLength, runsOf } from './runs.ts';

test('runs cover a task’s lines once, in order', () => {
  expect(runsOf(0)).toEqual([]);
  expect(runsOf(1)).toEqual([{ first: 0, count: 1 }]);
  expect(runsOf(1000).map(({ count }) => count)).toEqual([200, 200, 200, 200, 200]);
  expect(runsOf(2 * runLength + 1).at(-1)).toEqual({ first: 2 * runLength, count: 1 });
});
