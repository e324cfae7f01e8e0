import { expect, test } from 'vitest';
import { readLines } from './lines.ts';

const domains = new Set(['cdn.test']);

test('what can be sent is kept in order; the rest is told with its line', () => {
  const text = '\n http://cdn.test/a \r\nhttp://CDN.test/a\nhttp://other.test/a\nftp://cdn.test/\nhttps://cdn.test/a\n';
  expect(readLines(text, domains, false)).toEqual({
    urls: ['http://cdn.test/a', 'https://cdn.test/a'],
    byDomain: new Map([['cdn.test', 2]]),
    leftOut: [
      { line: 3, text: 'http://CDN.test/a', why: { kind: 'duplicate', line: 2 } },
      { line: 4, text: 'http://other.test/a', why: { kind: 'foreign' } },
      {
        line: 5,
        text: 'ftp://cdn.test/',
        why: { kind: 'invalid', what: expect.any(String), accepted: 'a URL that begins with http:// or https://' },
      },
    ],
  });
});

test('a directory must end in a slash', () => {
  const { urls, leftOut } = readLines('http://cdn.test/a\nhttp://cdn.test/a/', domains, true);
  expect(urls).toEqual(['http://cdn.test/a/']);
  expect(leftOut).toMatchObject([{ line: 1, why: { kind: 'invalid', accepted: 'a URL that ends in / and has no query' } }]);
});
