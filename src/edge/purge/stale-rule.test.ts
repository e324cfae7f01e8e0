import { expect, test } from 'vitest';
import { ruleLine, staleRule, withRule } from './revalidate-rules.ts';

const nowS = 1_800_000_000;

test('what a directory refresh has revalidated can’t be asked for, until its rule is over', () => {
  const text = withRule('', ruleLine('/a.b/', 'STALE', nowS + 10), nowS);
  expect(staleRule(text, '/a.b/c', nowS)).toContain('STALE');
  expect(staleRule(text, '/axb/c', nowS)).toBeUndefined();
  expect(staleRule(text, '/x/a.b/c', nowS)).toBeUndefined();
  expect(staleRule(text, '/a.b/c', nowS + 10)).toBeUndefined();
});

test('what it has fetched anew can: it is not there', () => {
  expect(staleRule(ruleLine('/a/', 'MISS', nowS + 10), '/a/b', nowS)).toBeUndefined();
});

test('rules of others count for everything, since they see another URL than we do', () => {
  expect(staleRule(`# theirs\n\n/img/ ${nowS + 10}\n`, '/other', nowS)).toBe(`/img/ ${nowS + 10}`);
  expect(staleRule(`/img/ ${nowS - 10}\nrubbish\n`, '/img/x', nowS)).toBeUndefined();
});
