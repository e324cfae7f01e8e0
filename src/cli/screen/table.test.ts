import { describe, expect, test } from 'vitest';
import { tableLines, type Column } from './table.ts';

const columns: readonly Column[] = [
  { title: 'NAME', shrinkTo: 6 },
  { title: 'LAYER', dropAt: 2 },
  { title: 'COUNT', align: 'right', dropAt: 1 },
  { title: 'URL', shrinkTo: 10 },
];
const rows = [
  ['edge-with-a-name', 'edge', '12', 'https://cdn.example.com/a.mp4'],
  ['b', 'mid', '1,234', 'x'],
];

describe('A table', () => {
  test.each([
    [
      Infinity,
      [
        'NAME              LAYER  COUNT  URL',
        'edge-with-a-name  edge      12  https://cdn.example.com/a.mp4',
        'b                 mid    1,234  x',
      ],
    ],
    [
      50,
      ['NAME              LAYER  COUNT  URL', 'edge-with-a-name  edge      12  https://c…om/a.mp4', 'b                 mid    1,234  x'],
    ],
    [30, ['NAME         COUNT  URL', 'edge-…-name     12  https….mp4', 'b            1,234  x']],
    [20, ['NAME      URL', 'edge…ame  https….mp4', 'b         x']],
  ])('of %s columns at most', (width, expected) => {
    const lines = tableLines(columns, rows, width);
    expect(lines).toEqual(expected);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  test('shows what could move the cursor as text, and paints after it has measured', () => {
    const lines = tableLines([{ title: 'A' }, { title: 'B' }], [[{ text: 'ok', paint: (text) => `<${text}>` }, 'x\u001b[2J']], 80);
    expect(lines).toEqual(['A   B', '<ok>  x\\x1b[2J']);
  });

  test('of no rows is its head', () => {
    expect(tableLines(columns, [], 80)).toEqual(['NAME  LAYER  COUNT  URL']);
  });
});
