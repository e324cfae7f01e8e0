import { expect, test } from 'vitest';
import { table, withBlocks } from './blocks.ts';

const page = 'Words.\n<!-- a -->\nold\n<!-- /a -->\nMore words.\n<!-- b -->\n<!-- /b -->\n';

test('a block takes the place of what stood between its marks, and nothing else changes', () => {
  const once = withBlocks(page, { a: 'new\n', b: '$& and $1' });
  expect(once).toBe('Words.\n<!-- a -->\nnew\n<!-- /a -->\nMore words.\n<!-- b -->\n$& and $1\n<!-- /b -->\n');
  expect(withBlocks(once, { a: 'new', b: '$& and $1' })).toBe(once);
});

test('a page without a place for a block is told, or a part of the docs would be missing unseen', () => {
  expect(() => withBlocks(page, { c: 'text' })).toThrow('no place for c');
});

test('a bar in a cell does not end it', () => {
  expect(table(['x', ''], [['a|b', 'c']])).toBe('| x |  |\n|---|---|\n| a\\|b | c |\n');
});
