import { expect, test } from 'vitest';
import type { JsonValue } from '../wire/json.ts';
import { ExactNumber } from '../wire/json.ts';
import { fingerprint } from './fingerprint.ts';

const print = (params: Record<string, JsonValue>, action = 'A') => fingerprint({ params: new Map(Object.entries(params)), action });

test('The same parameters in another order are the same submit', () => {
  expect(print({ a: '1', b: ['x', 'y'], Signature: 's' })).toBe(print({ Signature: 's', b: ['x', 'y'], a: '1' }));
});

test('What a Signature runs together is told apart', () => {
  const all = [
    print({ ab: 'c' }),
    print({ a: 'bc' }),
    print({ a: 'b', c: '' }),
    print({ a: '1' }),
    print({ a: 1 }),
    print({ a: new ExactNumber('1.5') }),
    print({ a: [1, 2] }),
    print({ a: [12] }),
    print({ a: 5, abcdef: 'x' }),
    print({ a: null }),
    print({}, 'B'),
    print({}),
  ];
  expect(new Set(all).size).toBe(all.length);
});

test('Another Signature is another submit, since a fresh one is signed by whoever means it anew', () => {
  expect(print({ a: '1', Signature: 's' })).not.toBe(print({ a: '1', Signature: 't' }));
});
