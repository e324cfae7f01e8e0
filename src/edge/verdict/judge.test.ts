import { describe, expect, test } from 'vitest';
import type { EdgeHeaders } from '../headers.ts';
import { judge, type Exchanged } from './judge.ts';
import { unsetVary } from './vary.ts';

/** What real caches are judged to be is proved in test/conformance/truth; here is what they don't send by themselves. */

const date = 'Tue, 24 Nov 2026 17:00:00 GMT';
const nowMs = Date.parse(date);
const fresh = { date, 'cache-control': 'max-age=60' };

function judged(headers: EdgeHeaders, more: Partial<Exchanged> = {}) {
  return judge({ cache: 'auto', request: {}, status: 200, headers, nowMs, ...more });
}

describe('a cache that sends Cache-Status (RFC 9211)', () => {
  test.each([
    ['edge; hit', 'hit-proven'],
    ['edge; hit; ttl=30', 'hit-proven'],
    ['edge; hit; ttl=-5', 'unknown'],
    ['edge; hit; ttl=0', 'unknown'],
    ['shield; hit, edge; fwd=uri-miss; stored', 'stored-likely'],
    ['shield; fwd=miss, edge; hit', 'hit-proven'],
    ['edge; fwd=uri-miss; stored=?0', 'uncacheable'],
    ['edge; fwd=uri-miss', 'stored-likely'],
    ['edge; fwd=bypass', 'unknown'],
    ['"edge, with a comma"; hit', 'hit-proven'],
  ])('%s is %s', (value, verdict) => {
    expect(judged({ ...fresh, 'cache-status': value })).toMatchObject({ verdict });
  });

  test('on several lines: the last member counts', () => {
    expect(judged({ ...fresh, 'cache-status': ['shield; hit', 'edge; fwd=miss; stored=?0'] })).toEqual({
      verdict: 'uncacheable',
      because: 'Cache-Status: edge; fwd=miss; stored=?0: it says that it stored nothing',
    });
  });

  test('is believed that it stored what the rules alone would leave open', () => {
    expect(judged({ date }).verdict).toBe('unknown');
    expect(judged({ date, 'cache-status': 'edge; fwd=miss; stored' }).verdict).toBe('stored-likely');
  });

  test('can’t have a hit on what may not be stored: that is somebody else’s word, handed on', () => {
    expect(judged({ date, 'cache-control': 'no-store', 'cache-status': 'shield; hit' })).toEqual({
      verdict: 'unknown',
      because: 'Cache-Status: shield; hit, yet Cache-Control: no-store: it may not be stored',
      rule: 'no-store',
    });
  });

  test.each(['edge; hit=', ';;', 'édge; hit', 'edge; hit; ttl=x y', ' , ', `edge; hit; detail="${'x'.repeat(5000)}"`])(
    'is taken as saying nothing where it can’t be read: %j',
    (value) => expect(judged({ date, 'cache-control': 'no-store', 'cache-status': value }).verdict).toBe('uncacheable'),
  );

  test('stands behind the cache’s own header, which no shield can have written', () => {
    const headers = { ...fresh, server: 'nginx/1.22.1', 'x-cache-status': 'MISS', 'cache-status': 'shield; hit' };
    expect(judged(headers).verdict).toBe('stored-likely');
  });
});

describe('a cache behind another', () => {
  test('the last word is the edge’s own', () => {
    expect(judged({ ...fresh, 'x-cache-status': ['HIT', 'MISS'] }, { cache: 'nginx' }).verdict).toBe('stored-likely');
    expect(judged({ ...fresh, 'x-cache-status': 'MISS, HIT' }, { cache: 'nginx' }).verdict).toBe('hit-proven');
    expect(judged({ ...fresh, 'x-cache': ['HIT from shield', 'MISS from edge'] }, { cache: 'squid' }).verdict).toBe('stored-likely');
    expect(judged({ ...fresh, 'x-varnish': ['32770 3', '7'] }, { cache: 'varnish' }).verdict).toBe('stored-likely');
    const via = 'http/1.1 shield (ApacheTrafficServer/9.2.9 [cHs f ]), http/1.1 edge (ApacheTrafficServer/9.2.9 [cMsSfW])';
    expect(judged({ ...fresh, via }).verdict).toBe('stored-likely');
  });

  test('is not taken for the other one: of two that show, neither is believed', () => {
    const headers = { ...fresh, server: 'nginx/1.22.1', 'x-varnish': '5 3', 'x-cache': 'HIT' };
    expect(judged(headers).verdict).toBe('stored-likely');
  });
});

describe('words that are no proof', () => {
  test.each(['STALE', 'UPDATING', 'BYPASS'])('nginx: %s', (word) => {
    expect(judged({ ...fresh, 'x-cache-status': word }, { cache: 'nginx' })).toMatchObject({
      verdict: 'unknown',
      because: expect.stringContaining(`X-Cache-Status: ${word}`),
    });
  });

  test('nginx: a HIT on the first of several slices', () => {
    const headers = { ...fresh, 'x-cache-status': 'HIT', 'content-length': '3000000' };
    expect(judged(headers, { cache: 'nginx', sliceBytes: 1_048_576 }).verdict).toBe('stored-likely');
    expect(judged({ ...headers, 'content-length': '1000' }, { cache: 'nginx', sliceBytes: 1_048_576 }).verdict).toBe('hit-proven');
    expect(judged({ ...fresh, 'x-cache-status': 'HIT' }, { cache: 'nginx', sliceBytes: 1_048_576 }).verdict).toBe('stored-likely');
  });

  test('Traffic Server: hit-fresh in X-Cache of a request that the origin answered', () => {
    const headers = { ...fresh, 'x-cache': 'hit-fresh', via: 'http/1.1 edge (ApacheTrafficServer/9.2.9 [cMsSfW])' };
    expect(judged(headers, { request: { AUTHORIZATION: 'Basic YTpi' } })).toMatchObject({ verdict: 'uncacheable', rule: 'authorization' });
    expect(judged({ ...fresh, 'x-cache': 'hit-fresh' }, { cache: 'trafficserver' }).verdict).toBe('stored-likely');
  });

  test('Traffic Server: codes that came with all others', () => {
    const via = (codes: string) => ({ ...fresh, via: `http/1.1 edge (ApacheTrafficServer/9.2.9 [${codes}])` });
    expect(judged(via('uScHs f p eN:t cCHp sS')).verdict).toBe('hit-proven');
    expect(judged(via('cWs f ')).verdict).toBe('stored-likely');
    expect(judged(via('uScMsSf pSeN:t cCMi p sS'))).toMatchObject({
      verdict: 'uncacheable',
      because: expect.stringContaining('stored nothing'),
    });
  });

  test('Varnish: two ids on a copy that is older than it may be', () => {
    const headers = { ...fresh, 'x-varnish': '32770 3', age: '61' };
    expect(judged(headers)).toMatchObject({ verdict: 'unknown', because: expect.stringContaining('Age: 61') });
    expect(judged({ ...headers, age: '59' }).verdict).toBe('hit-proven');
    expect(judged({ date, 'x-varnish': '32770 3', age: '119' }).verdict).toBe('hit-proven');
    expect(judged({ date, 'x-varnish': '32770 3', age: '120' }).verdict).toBe('unknown');
  });

  test('Varnish: X-Cache is read where X-Varnish was taken off', () => {
    expect(judged({ ...fresh, 'x-cache': 'HIT' }, { cache: 'varnish' }).verdict).toBe('hit-proven');
    expect(judged({ ...fresh, 'x-cache': 'HIT', 'x-varnish': '7' }, { cache: 'varnish' }).verdict).toBe('stored-likely');
  });

  test('Squid: HIT where the origin said 304 to what must be asked for each time', () => {
    const headers = { date, 'cache-control': 'no-cache', etag: '"a"', 'x-cache': 'HIT from edge' };
    expect(judged(headers, { cache: 'squid' })).toMatchObject({ verdict: 'uncacheable', rule: 'no-cache' });
    const may = { ...fresh, 'x-cache': 'HIT from edge' };
    expect(judged({ ...may, age: '1' }, { cache: 'squid' }).verdict).toBe('stored-likely');
    expect(judged({ ...may, age: '2' }, { cache: 'squid' }).verdict).toBe('hit-proven');
  });

  test('anybody’s X-Cache: HIT where it is not known whose it is', () => {
    expect(judged({ date, 'cache-control': 'no-store', 'x-cache': 'Hit from cloudfront' }).verdict).toBe('uncacheable');
    expect(judged({ ...fresh, 'x-cache': 'Hit from cloudfront' }).verdict).toBe('stored-likely');
  });
});

describe('dates', () => {
  test('Expires counts from Date, not from any clock of ours', () => {
    const headers = { date: 'Sun, 06 Nov 1994 08:49:37 GMT', expires: 'Sun, 06 Nov 1994 08:50:37 GMT' };
    expect(judged(headers, { cache: 'varnish' }).verdict).toBe('stored-likely');
    expect(judged({ ...headers, expires: headers.date }, { cache: 'varnish' }).verdict).toBe('uncacheable');
  });

  test('all three forms of RFC 9110 are read, and nothing else', () => {
    for (const expires of ['Sunday, 06-Nov-94 08:50:37 GMT', 'Sun Nov  6 08:50:37 1994'])
      expect(judged({ date: 'Sun, 06 Nov 1994 08:49:37 GMT', expires }, { cache: 'varnish' }).verdict).toBe('stored-likely');
    for (const expires of ['0', '-1', '2030-01-01', 'Wed, 99 Nov 2026 17:00:00 GMT'])
      expect(judged({ date, expires }, { cache: 'trafficserver' })).toMatchObject({ verdict: 'uncacheable', rule: 'stale' });
  });

  test('Squid’s age by Date is no verdict: the clock that is wrong may be ours', () => {
    const late = { cache: 'squid', nowMs: nowMs + 3_600_000 } as const;
    expect(judged(fresh, late)).toMatchObject({ verdict: 'unknown', because: expect.stringContaining('Date: ') });
    expect(judged(fresh, { cache: 'squid' }).verdict).toBe('stored-likely');
  });
});

test('a header of megabytes is neither repeated in a sentence nor slow', () => {
  const long = `${'x,'.repeat(500_000)}no-store`;
  for (const cache of ['auto', 'nginx', 'varnish', 'trafficserver', 'squid'] as const) {
    const headers = {
      'cache-control': long,
      via: long,
      vary: long,
      'x-cache': long,
      'x-cache-status': long,
      'cache-status': long,
      expires: long,
    };
    expect(judged(headers, { cache }).because.length).toBeLessThan(400);
  }
});

describe('a Vary that nobody warms', () => {
  test('names the headers that no variant sets, in lower case, each once', () => {
    const variants = [{}, { 'Accept-Encoding': 'br' }];
    expect(unsetVary({ vary: ['Accept-Encoding, Origin', 'origin, X-Country'] }, variants)).toEqual(['origin', 'x-country']);
    expect(unsetVary({ vary: 'accept-encoding' }, variants)).toEqual([]);
    expect(unsetVary({ vary: 'Accept-Encoding' }, [{}])).toEqual(['accept-encoding']);
    expect(unsetVary({ vary: '*' }, variants)).toEqual([]);
    expect(unsetVary({}, variants)).toEqual([]);
  });
});
