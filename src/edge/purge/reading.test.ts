import { describe, expect, test } from 'vitest';
import { identify } from '../identify.ts';
import { keyPrefix } from './key-template.ts';
import { purgeKeys } from './keys.ts';
import { ObjectList } from './object-list.ts';
import { isHonoured } from './only-if-cached.ts';
import { ruleLine, withRule } from './revalidate-rules.ts';
import { sentenceOf } from './sentence.ts';
import { swapUrl } from './squid-swap.ts';
import { escapedPath } from './subtree-pattern.ts';
import { validatorOf } from './validator.ts';

describe('the keys of a URL', () => {
  test('are those of its variants, and of these with the encodings that browsers ask for', () => {
    const names = purgeKeys(['http'], [{}, { 'X-Device': 'tv' }, { 'accept-encoding': 'zstd' }], 'with encodings').map(
      ({ variant }) => variant,
    );
    expect(names).toEqual([
      { 'Accept-Encoding': 'gzip' },
      { 'Accept-Encoding': 'br' },
      { 'X-Device': 'tv', 'Accept-Encoding': 'gzip' },
      { 'X-Device': 'tv', 'Accept-Encoding': 'br' },
      { 'accept-encoding': 'zstd' },
      {},
      { 'X-Device': 'tv' },
    ]);
  });

  test('are each there once, however a variant is spelt', () => {
    expect(purgeKeys(['http'], [{}, { 'accept-encoding': 'br' }], 'with encodings')).toHaveLength(3);
    expect(purgeKeys(['http', 'https'], [], 'as configured')).toEqual([
      { scheme: 'http', variant: {} },
      { scheme: 'https', variant: {} },
    ]);
  });
});

test.each([
  ['/a/', '/a/'],
  ['/a.b/', '/a\\.b/'],
  ['/(x)[y]{z}^$*+?|/', '/\\(x\\)\\[y\\]\\{z\\}\\^\\$\\*\\+\\?\\|/'],
  ['/"quoted"/', '/\\x22quoted\\x22/'],
  ['/a#b/', '/a\\x23b/'],
  ["/~%7e-_;=&@:!,'/", "/~%7e-_;=&@:!,'/"],
])('the directory %s is the pattern %s', (path, pattern) => {
  expect(escapedPath(path)).toBe(pattern);
  expect(new RegExp(`^${pattern}`).test(`${path}x`)).toBe(true);
});

test.each([
  ['$scheme$host$request_uri', 'httpcdn.test/d/%41'],
  ['$scheme$http_host$request_uri#$encoding', 'httpcdn.test/d/%41'],
  ['${scheme}://${host}${uri}$is_args$args', 'http://cdn.test/d/A'],
  ['GET|$host|$uri|', 'GET|cdn.test|/d/A'],
])('nginx’s key %s begins with %s', (template, prefix) => {
  expect(keyPrefix(template, { scheme: 'http', host: 'cdn.test', path: '/d/%41' })).toBe(prefix);
});

describe('the rules of Traffic Server', () => {
  test('are added at the end; what is over and the same one from before go, what others wrote stays', () => {
    const line = ruleLine('/d.r/', 'STALE', 2000);
    expect(line).toBe('^[a-z]+://[^/]+/d\\.r/ 2000 STALE');
    const before = `# by hand\nhttp://x/ 5000\n^[a-z]+://[^/]+/d\\.r/ 1900 MISS\n^old 999 STALE\n`;
    expect(withRule(before, line, 1000)).toBe(`# by hand\nhttp://x/ 5000\n${line}\n`);
    expect(withRule('', line, 1000)).toBe(`${line}\n`);
  });
});

describe('Squid’s list of objects', () => {
  const page = [
    'KEY 0A',
    '\tSTORE_OK      IN_MEMORY     SWAPOUT_DONE PING_DONE   ',
    '\tGET http://cdn.test/d/a?q=1',
    '\tinmem_lo: 0',
    '',
    'KEY 0B',
    '\tSTORE_OK      NOT_IN_MEMORY SWAPOUT_DONE PING_DONE   ',
    '\tSwap Dir 0, File 0X000002',
    '',
    'KEY 0C',
    '\tSTORE_OK      IN_MEMORY SWAPOUT_NONE',
    '\tHEAD http://other.test/d/a',
    '',
    'KEY 0D',
    '\tSTORE_OK NOT_IN_MEMORY SWAPOUT_NONE',
  ].join('\n');

  test.each([1, 7, 10_000])('is read in pieces of %s bytes: the URLs that are wanted, and how many on disk have none', (size) => {
    const list = new ObjectList((url) => url.startsWith('http://cdn.test/'));
    const bytes = Buffer.from(page);
    for (let at = 0; at < bytes.length; at += size) list.add(bytes.subarray(at, at + size));
    list.end();
    expect([...list.urls]).toEqual(['http://cdn.test/d/a?q=1']);
    expect(list.nameless).toBe(1);
  });
});

describe('the head of a file of Squid’s', () => {
  const field = (type: number, value: Buffer): Buffer => {
    const head = Buffer.alloc(5);
    head.writeInt8(type, 0);
    head.writeInt32LE(value.length, 1);
    return Buffer.concat([head, value]);
  };
  const file = (...fields: readonly Buffer[]): Buffer => {
    const body = Buffer.concat(fields);
    const head = Buffer.alloc(5);
    head.writeInt8(3, 0);
    head.writeInt32LE(5 + body.length, 1);
    return Buffer.concat([head, body, Buffer.from('HTTP/1.1 200 OK')]);
  };

  test('tells the URL', () => {
    const head = file(field(3, Buffer.alloc(16)), field(9, Buffer.alloc(44)), field(4, Buffer.from('http://cdn.test/a\0')));
    expect(swapUrl(head)).toBe('http://cdn.test/a');
  });

  test.each([
    ['empty', Buffer.alloc(0)],
    ['of something else', Buffer.from('swap.state of some kind')],
    ['without a URL', file(field(3, Buffer.alloc(16)))],
    ['with a field beyond its end', Buffer.concat([Buffer.from([3, 20, 0, 0, 0, 4, 255, 255, 255, 127]), Buffer.alloc(10)])],
    ['with a field of less than nothing', Buffer.concat([Buffer.from([3, 20, 0, 0, 0, 4, 255, 255, 255, 255]), Buffer.alloc(10)])],
    ['cut in the URL', file(field(4, Buffer.from('http://cdn.test/a\0'))).subarray(0, 20)],
  ])('%s tells none', (_what, bytes) => {
    expect(swapUrl(bytes)).toBeUndefined();
  });
});

describe('which cache it is', () => {
  test.each([
    [{ server: 'nginx/1.22.1' }, 'nginx'],
    [{ server: 'Varnish', 'x-varnish': '2', via: '1.1 varnish (Varnish/7.1)' }, 'varnish'],
    [{ server: 'ATS/9.2.9' }, 'trafficserver'],
    [{ via: 'http/1.1 edge (ApacheTrafficServer/9.2.9 [cMs f ])' }, 'trafficserver'],
    [{ server: 'squid/5.7', 'x-cache': 'MISS from edge' }, 'squid'],
    [{ server: 'nginx', 'x-varnish': '2' }, undefined],
    [{ server: 'Apache' }, undefined],
  ])('%j is %s', (headers, name) => {
    expect(identify(headers)).toBe(name);
  });
});

test('only-if-cached is honoured where it alone brings a 504', () => {
  const said = (status: number | undefined) => ({ status, tookMs: 1, headers: {} });
  expect(isHonoured(said(504), said(404))).toBe(true);
  expect(isHonoured(said(504), said(504))).toBe(false);
  expect(isHonoured(said(404), said(404))).toBe(false);
  expect(isHonoured(said(504), said(undefined))).toBe(false);
});

test('a version is told by its ETag, else by its Last-Modified', () => {
  expect(validatorOf({ etag: 'W/"1"', 'last-modified': 'x' })).toBe('"1"');
  expect(validatorOf({ 'last-modified': 'Tue' })).toBe('Tue');
  expect(validatorOf({})).toBeUndefined();
});

test.each([
  [{ deed: 'deleted', statuses: [404, 200, 404], after: 'absent' }, 'delete', 'deleted: PURGE answered 200, then absent'],
  [{ deed: 'deleted', statuses: [200], after: 'quiet' }, 'delete', 'deleted: PURGE answered 200, and nothing of it was being fetched'],
  [
    { deed: 'deleted', statuses: [200], after: 'renewed' },
    'expire',
    'deleted (the node has no way to expire one object): PURGE answered 200, then one that was fetched since',
  ],
  [{ deed: 'nothing', statuses: [404, 404], after: 'absent' }, 'delete', 'nothing was stored: PURGE answered 404'],
  [{ deed: 'refetched', statuses: [200], after: 'renewed' }, 'delete', 'fetched anew, in the old one’s place'],
] as const)('%j is told as one sentence', (done, mode, sentence) => {
  expect(sentenceOf(done, { method: 'PURGE', mode })).toBe(sentence);
});
