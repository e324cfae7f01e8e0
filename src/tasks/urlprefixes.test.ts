import { expect, test } from 'vitest';
import { isUrlFault, parseTargetUrl } from './url.ts';
import { urlPrefixes } from './urlprefixes.ts';

function allows(prefix: string, url: string): boolean {
  const target = parseTargetUrl(url);
  if (isUrlFault(target)) throw new Error(`${url} is no URL`);
  return urlPrefixes([prefix]).allow(target);
}

test.each([
  ['cdn.example.com', 'http://cdn.example.com/', true],
  ['cdn.example.com', 'https://CDN.example.com/a?b', true],
  ['CDN.example.com', 'https://cdn.example.com', true],
  ['cdn.example.com', 'http://cdn.example.com.evil.test/', false],
  ['cdn.example.com', 'http://sub.cdn.example.com/', false],
  ['cdn.example.com/partner/', 'https://cdn.example.com/partner/a', true],
  ['cdn.example.com/partner/', 'http://cdn.example.com/partner', false],
  ['cdn.example.com/partner/', 'http://cdn.example.com/partners/a', false],
  ['cdn.example.com/partner', 'http://cdn.example.com/partner', true],
  ['cdn.example.com/partner', 'http://cdn.example.com/partner?x', true],
  ['cdn.example.com/partner', 'http://cdn.example.com/partner/a', true],
  ['cdn.example.com/partner', 'http://cdn.example.com/partner-secret', false],
  ['cdn.example.com/Partner/', 'http://cdn.example.com/partner/a', false],
  ['cdn.example.com/伙伴/', 'http://cdn.example.com/伙伴/a', true],
  ['cdn.example.com/伙伴/', 'http://cdn.example.com/%E4%BC%99%E4%BC%B4/a', true],
])('A key for %s: %s is %s', (prefix, url, expected) => {
  expect(allows(prefix, url)).toBe(expected);
});

test.each([
  '/partner/../secret',
  '/partner/./a',
  '/partner/..',
  '/partner/%2e%2e/secret',
  '/partner/.%2E/secret',
  '/partner/%252e%252e/secret',
  '/partner/..%2fsecret',
  '/partner/x%2f..%2f..%2fsecret',
  '/partner/..%5csecret',
  '/partner/..;/secret',
])('A path that a cache may resolve out of the prefix is refused: %s', (path) => {
  expect(allows('cdn.example.com/partner/', `http://cdn.example.com${path}`)).toBe(false);
});

test.each(['/partner/..a', '/partner/...', '/partner/a..b', '/partner/a?x=/../', '/partner/.well-known/a'])(
  'Dots that are no segment are fine: %s',
  (path) => {
    expect(allows('cdn.example.com/partner/', `http://cdn.example.com${path}`)).toBe(true);
  },
);

test.each(['http://cdn.example.com/', '', '/partner/', '10.0.0.1/', 'cdn example'])('%j is refused by name', (text) => {
  expect(() => urlPrefixes([text])).toThrow(`"${text}" is no domain`);
});
