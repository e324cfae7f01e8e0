import { describe, expect, test } from 'vitest';
import type { EdgeHeaders } from '../headers.ts';
import { sightOf, type Looked } from './sighting.ts';

/** What real caches answer is proved in test/conformance/look; here is how each answer reads. */

const date = 'Tue, 24 Nov 2026 17:00:00 GMT';
const nowMs = Date.parse(date);
const via = (codes: string): string => `http/1.1 edge (ApacheTrafficServer/9.2.9 [${codes}])`;

function sighting(cache: Looked['cache'], status: number, headers: EdgeHeaders, more: Partial<Looked> = {}) {
  return sightOf({ cache, request: {}, status, headers: { date, ...headers }, nowMs, ...more }).sighting;
}

describe('a 504: not in store, or not fresh', () => {
  test.each([
    ['nginx', { 'x-cache-status': 'EXPIRED' }, 'expired'],
    ['nginx', { 'x-cache-status': 'MISS' }, 'absent'],
    ['nginx', { 'x-cache-status': 'BYPASS' }, 'unknown'],
    ['nginx', {}, 'absent'],
    ['squid', { 'x-cache': 'HIT from edge' }, 'expired'],
    ['squid', { 'x-cache': 'MISS from edge' }, 'absent'],
    ['trafficserver', { via: via('cMs f ') }, 'absent'],
    ['varnish', { 'x-varnish': '7' }, 'absent'],
    ['auto', {}, 'absent'],
    ['auto', { server: 'nginx/1.22.1', 'x-cache-status': 'EXPIRED' }, 'expired'],
  ] as const)('%s with %j is %s', (cache, headers, state) => {
    expect(sighting(cache, 504, headers).state).toBe(state);
  });

  test('what was fetched last decides where the cache does not tell, and there only', () => {
    const past = { freshUntilMs: nowMs - 1000 };
    expect(sighting('varnish', 504, { 'x-varnish': '7' }, past)).toEqual({
      state: 'expired',
      because: 'only-if-cached found nothing in store that is fresh; what was fetched last was fresh until 2026-11-24T16:59:59Z',
    });
    expect(sighting('varnish', 504, { 'x-varnish': '7' }, { freshUntilMs: nowMs + 1000 }).state).toBe('absent');
    expect(sighting('nginx', 504, { 'x-cache-status': 'MISS' }, past).state).toBe('absent');
  });

  test('a 504 of the origin’s that is stored is an object like others', () => {
    expect(sighting('nginx', 504, { 'x-cache-status': 'HIT', 'cache-control': 'max-age=60' })).toMatchObject({
      state: 'fresh',
      httpStatus: 504,
    });
  });
});

describe('an answer from store', () => {
  const object = { 'cache-control': 'max-age=60', 'content-length': '1000', etag: 'W/"a"', vary: 'Accept-Encoding' };

  test('tells of the copy', () => {
    const headers = { ...object, age: '20', 'x-varnish': '93 22' };
    expect(sighting('varnish', 200, headers)).toEqual({
      state: 'fresh',
      because: 'X-Varnish: 93 22',
      httpStatus: 200,
      ageS: 20,
      freshForS: 40,
      sizeBytes: 1000,
      validator: '"a"',
      vary: 'Accept-Encoding',
      cacheStatus: 'X-Varnish: 93 22',
    });
  });

  test('nginx does not tell how old it is: an Age is its origin’s, and what is left is known of the fetch, or a bound', () => {
    const headers = { ...object, age: '20', 'x-cache-status': 'HIT' };
    const bound = sighting('nginx', 200, headers);
    expect(bound).toMatchObject({ state: 'fresh', because: expect.stringContaining('fresh for 60 s at most') });
    expect(bound).not.toHaveProperty('ageS');
    expect(bound).not.toHaveProperty('freshForS');
    expect(sighting('nginx', 200, headers, { freshUntilMs: nowMs + 30_500 })).toMatchObject({
      freshForS: 30,
      because: 'X-Cache-Status: HIT',
    });
    expect(sighting('nginx', 200, headers, { freshUntilMs: nowMs + 90_000 }), 'of another copy').not.toHaveProperty('freshForS');
  });

  test('nginx: an Expires tells exactly', () => {
    const expires = new Date(nowMs + 25_000).toUTCString();
    expect(sighting('nginx', 200, { 'x-cache-status': 'HIT', expires })).toMatchObject({ state: 'fresh', freshForS: 25 });
  });

  test.each([
    ['nginx', { 'x-cache-status': 'STALE' }],
    ['nginx', { 'x-cache-status': 'UPDATING' }],
    ['varnish', { 'x-varnish': '7 3', age: '61' }],
    ['trafficserver', { via: via('cHs f '), age: '60' }],
    ['trafficserver', { age: '75' }],
  ] as const)('%s with %j has expired', (cache, headers) => {
    expect(sighting(cache, 200, { ...object, ...headers })).toMatchObject({ state: 'expired', sizeBytes: 1000 });
    expect(sighting(cache, 200, { ...object, ...headers })).not.toHaveProperty('freshForS');
  });

  test('a configuration may let a copy live longer than it says: the cache’s own hit is believed', () => {
    const headers = { ...object, 'cache-control': 'max-age=0', 'x-cache-status': 'HIT' };
    expect(sighting('nginx', 200, headers)).toMatchObject({ state: 'fresh', because: 'X-Cache-Status: HIT' });
    expect(sighting('squid', 200, { ...object, age: '90', 'x-cache': 'HIT from edge' })).toMatchObject({ state: 'fresh' });
  });

  test('of a cache that says nothing counts as from store: it was learnt that it answers so from store alone', () => {
    expect(sighting('auto', 404, { age: '3', 'cache-control': 'max-age=60' })).toMatchObject({
      state: 'fresh',
      httpStatus: 404,
      freshForS: 57,
    });
    expect(sighting('auto', 200, {})).toMatchObject({ state: 'fresh', because: 'only-if-cached was answered from store' });
  });

  test('a fetch of somebody else’s that still runs is not there yet', () => {
    expect(sighting('trafficserver', 200, { ...object, via: via('cWs f ') })).toMatchObject({ state: 'absent' });
  });

  test('a part tells the size of the whole', () => {
    expect(sighting('nginx', 206, { 'content-range': 'bytes 0-99/1000', 'content-length': '100', 'x-cache-status': 'HIT' }).sizeBytes).toBe(
      1000,
    );
  });
});

describe('answers that should not be', () => {
  test.each([401, 403, 405, 429, 500, 502, 503])('status %i tells nothing', (status) => {
    expect(sighting('nginx', status, {})).toEqual({ state: 'unknown', because: `the node answered HEAD with status ${status}` });
  });

  test('a node that went to its origin must not be asked again, but those that do so of what expired under way', () => {
    const asked = (cache: Looked['cache'], headers: EdgeHeaders) => sightOf({ cache, request: {}, status: 200, headers, nowMs });
    expect(asked('nginx', { 'x-cache-status': 'MISS' })).toMatchObject({ sighting: { state: 'unknown' }, hasFetched: true });
    expect(asked('varnish', { 'x-varnish': '7' })).toMatchObject({ sighting: { state: 'unknown' }, hasFetched: true });
    expect(asked('trafficserver', { via: via('cSsNfU') })).toMatchObject({ sighting: { state: 'unknown' }, hasFetched: false });
  });
});
