import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactNumber, type JsonValue } from './json.ts';
import { shown, shownName } from './shown.ts';

test.each<[JsonValue, string]>([
  ['a "b" \\', '"a \\"b\\" \\\\"'],
  ['', 'an empty value'],
  ['中文 😀', '"中文 😀"'],
  ['\u0000\n\u001b\u007f', '"\\u{0}\\u{a}\\u{1b}\\u{7f}"'],
  ['\u202e\u2028\ud800', '"\\u{202e}\\u{2028}\\u{d800}"'],
  ['x'.repeat(65), `"${'x'.repeat(64)}"… (65 characters)`],
  [`${'x'.repeat(63)}😀`, `"${'x'.repeat(63)}"… (65 characters)`],
  [5, '5'],
  [new ExactNumber('9'.repeat(100)), `${'9'.repeat(64)}…`],
  [null, 'null'],
  [false, 'false'],
  [[1], 'a list of 1 value'],
  [[], 'a list of 0 values'],
  [{ a: 1 }, 'an object'],
])('%j is shown as %s', (value, text) => {
  expect(shown(value)).toBe(text);
});

test('a name is cut and made harmless without quotes', () => {
  expect(shownName('UrlList.3')).toBe('UrlList.3');
  expect(shownName(`a\n${'x'.repeat(100)}`)).toBe(`a\\u{a}${'x'.repeat(62)}…`);
});

test('nothing shown holds a control or format character, or grows without bound', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(shown(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      expect(shown(text).length).toBeLessThan(64 * 10 + 40);
    }),
  );
});
