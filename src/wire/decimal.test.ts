import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactNumber } from './decimal.ts';
import { ExactNumber } from './json.ts';

test.each<[string, number | string | undefined]>([
  ['0', 0],
  ['-0', 0],
  ['0.0', 0],
  ['0e64', 0],
  ['42', 42],
  ['-42.000', -42],
  ['1E+2', 100],
  ['120e-1', 12],
  ['1.25e1', '12.5'],
  ['-1e-2', '-0.01'],
  ['0.10', '0.1'],
  ['65.722', '65.722'],
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740992', '9007199254740992'],
  ['9007199254740991.5', '9007199254740991.5'],
  ['1.0000000000000000000000001', '1.0000000000000000000000001'],
  ['12345678901234567890e2', '1234567890123456789000'],
  ['1e65', undefined],
  ['1e-65', undefined],
  ['1e99999999999999999999', undefined],
  ['', undefined],
  ['0x10', undefined],
  ['Infinity', undefined],
])('%s is %s', (source, expected) => {
  const exact = exactNumber(source);
  expect(exact instanceof ExactNumber ? exact.text : exact).toBe(expected);
});

test('keeps the value of any double within reach, without an exponent, and is its own shortest form', () => {
  const double = fc.double({ noNaN: true, min: -1e64, max: 1e64 }).filter((double) => double === 0 || Math.abs(double) > 1e-60);
  fc.assert(
    fc.property(double, (double) => {
      const exact = exactNumber(String(double));
      const text = exact instanceof ExactNumber ? exact.text : String(exact);
      expect(text).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
      expect(Number(text)).toBe(double === 0 ? 0 : double);
      expect(exactNumber(text)).toEqual(exact);
    }),
  );
});
