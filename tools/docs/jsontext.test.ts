import { assert, jsonValue, property } from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText } from './jsontext.ts';

test('what fits on a line stands on one, the rest is broken up', () => {
  expect(jsonText({ a: [1, 'two'], b: {} })).toBe('{ "a": [1, "two"], "b": {} }');
  const long = 'x'.repeat(100);
  expect(jsonText({ a: long, list: [long, { b: 1 }] })).toBe(`{\n  "a": "${long}",\n  "list": ["${long}", { "b": 1 }]\n}`);
});

test('it is the same JSON, whatever it is', () => {
  assert(
    property(jsonValue(), (value) => {
      const plain = JSON.parse(JSON.stringify(value));
      expect(JSON.parse(jsonText(plain))).toEqual(plain);
    }),
  );
});
