import { describe, expect, test } from 'vitest';
import { findRepetitions } from './lines.ts';

const line = (sameAs?: number) => ({ text: 'x', domain: 0, ...(sameAs === undefined ? undefined : { sameAs }) });

describe('lines that repeat each other', () => {
  test('follow the first of them, however the submit chained them', () => {
    const { leaderOf, repeatsOf } = findRepetitions([line(), line(0), line(), line(1), line(3)], 1);
    expect([...leaderOf]).toEqual([
      [1, 0],
      [3, 0],
      [4, 0],
    ]);
    expect([...repeatsOf]).toEqual([[0, 3]]);
  });

  test.each([
    { urls: [line(0)], says: 'URL 0 repeats line 0' },
    { urls: [line(), line(2), line()], says: 'URL 1 repeats line 2' },
    { urls: [line(), line(-1)], says: 'URL 1 repeats line -1' },
    { urls: [line(), { text: 'x', domain: 1 }], says: 'URL 1 names domain 1 of a plan with 1' },
    { urls: [{ text: 'x', domain: 0.5 }], says: 'URL 0 names domain 0.5' },
  ])('that can’t be so are refused: $says', ({ urls, says }) => {
    expect(() => findRepetitions(urls, 1)).toThrow(says);
  });
});
