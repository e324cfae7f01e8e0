import { describe, expect, test } from 'vitest';
import { columnsOf, padded, printable, shortened, wrapped } from './text.ts';

describe('Text from elsewhere', () => {
  test.each([
    ['https://cdn.example.com/a', 'https://cdn.example.com/a'],
    ['bell\u0007 and \u001b]0;title\u0007', 'bell\\x07 and \\x1b]0;title\\x07'],
    ['line\r\nbreak', 'line\\x0d\\x0abreak'],
    ['abc\u202egnp.exe', 'abc\\u202egnp.exe'],
    ['c1 \u009b31m', 'c1 \\x9b31m'],
    ['视频.mp4', '视频.mp4'],
  ])('%j is shown as %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

describe('A URL that is too long', () => {
  test.each([
    ['https://cdn.example.com/movies/2026/november/trailer.mp4', 30, 'https://cdn.exa…er/trailer.mp4'],
    ['short', 5, 'short'],
    ['longer', 5, 'lo…er'],
    ['longer', 2, 'l…'],
    ['longer', 1, '…'],
    ['longer', 0, ''],
    ['/视频视频视频/文件.mp4', 12, '/视频….mp4'],
    ['a😀😀😀😀b', 6, 'a😀…b'],
  ])('%s in %i columns is %s', (text, columns, expected) => {
    expect(shortened(text, columns)).toBe(expected);
    expect(columnsOf(shortened(text, columns))).toBeLessThanOrEqual(columns);
  });
});

test('padding counts columns, not characters', () => {
  expect(padded('视频', 6)).toBe('视频  ');
  expect(padded('12', 4, 'left')).toBe('  12');
  expect(padded('longer', 2)).toBe('longer');
});

test('words are wrapped, and a longer one has a line of its own', () => {
  expect(wrapped('the node answered with status 404', 12)).toEqual(['the node', 'answered', 'with status', '404']);
  expect(wrapped('see https://cdn.example.com/a now', 10)).toEqual(['see', 'https://cdn.example.com/a', 'now']);
});
