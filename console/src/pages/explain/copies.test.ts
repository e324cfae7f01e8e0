import { expect, test } from 'vitest';
import { differs } from './copies.ts';

test.each([
  [[], false],
  [[1], false],
  [['a', 'a'], false],
  [['a', 'b'], true],
  [['a', undefined], true],
  [[undefined, undefined], false],
])('%j differ: %s', (values, expected) => {
  expect(differs(values)).toBe(expected);
});
