import { expect, test } from 'vitest';
import { globMatcher } from './globs.ts';

test('A star is any run of characters, everything else is itself', () => {
  const match = globMatcher(['Describe*', 'Get*List', 'Pause.Fetch']);
  expect(['DescribeX', 'Describe', 'GetProjectList', 'Pause.Fetch'].every((name) => match(name))).toBe(true);
  expect(['describeX', 'XDescribe', 'GetProject', 'PauseXFetch'].some((name) => match(name))).toBe(false);
});

test('A lone star is every action, and no pattern is none', () => {
  expect(globMatcher(['*'])('Anything')).toBe(true);
  expect(globMatcher([])('Anything')).toBe(false);
  expect(globMatcher([])('')).toBe(false);
});
