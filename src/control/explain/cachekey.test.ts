import { expect, test } from 'vitest';
import { isUrlFault, parseTargetUrl, type TargetUrl } from '../../tasks/url.ts';
import { cacheKeyOf } from './cachekey.ts';

function target(text: string): TargetUrl {
  const parsed = parseTargetUrl(text);
  if (isUrlFault(parsed)) throw new Error(parsed.what);
  return parsed;
}

const url = target('https://CDN.test/a%20b/c.ts?x=1&y');

test('nginx’s key is that of its configuration; what a URL does not decide stays as it is written', () => {
  const key = (keyTemplate: string) => cacheKeyOf({ cache: 'nginx', keyTemplate }, url, {});
  expect(key('$host$request_uri#$encoding')).toEqual({
    text: 'cdn.test/a%20b/c.ts?x=1&y#$encoding',
    from: 'purge.directory.files.key',
  });
  expect(key('${scheme}://${http_host}$uri$is_args$args').text).toBe('https://cdn.test/a b/c.ts$is_args$args');
});

test('else it is nginx’s default, and said to be a guess', () => {
  const { text, from } = cacheKeyOf({ cache: 'nginx' }, url, {});
  expect(text).toBe('https$proxy_host/a%20b/c.ts?x=1&y');
  expect(from).toMatch(/its own is not in forewarm.yaml/);
});

test.each([
  ['varnish', '/a%20b/c.ts?x=1&y + cdn.test'],
  ['trafficserver', 'https://cdn.test/a%20b/c.ts?x=1&y'],
  ['squid', 'GET https://cdn.test/a%20b/c.ts?x=1&y'],
  ['auto', 'https://cdn.test/a%20b/c.ts?x=1&y'],
])('%s: what it does as it comes', (cache, text) => {
  expect(cacheKeyOf({ cache }, url, {}).text).toBe(text);
});

test('a variant’s headers and slices are part of it', () => {
  const node = { cache: 'nginx', keyTemplate: '$host$request_uri', sliceBytes: 1_048_576 };
  expect(cacheKeyOf(node, target('http://cdn.test'), { 'Accept-Encoding': 'br' }).text).toBe(
    'cdn.test/ + slices of 1048576 bytes + Accept-Encoding: br',
  );
});

test('a path that is no UTF-8 once decoded stands as it came', () => {
  expect(cacheKeyOf({ cache: 'nginx', keyTemplate: '$host$uri' }, target('http://cdn.test/%ff'), {}).text).toBe('cdn.test/%ff');
});
