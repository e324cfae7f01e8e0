import { expect, test } from 'vitest';
import type { EdgeHeaders } from '../headers.ts';
import { type Exchanged, readAs, wordOf } from './judge.ts';
import { remaining } from './remaining.ts';

const date = 'Tue, 24 Nov 2026 17:00:00 GMT';
const nowMs = Date.parse(date);

function left(cache: Exchanged['cache'], headers: EdgeHeaders, status = 200) {
  const seen: Exchanged = { cache, request: {}, status, headers: { date, ...headers }, nowMs };
  const read = readAs(seen);
  return remaining(read, wordOf(seen, read));
}

test.each([
  ['nginx', { 'cache-control': 'max-age=60', 'x-cache-status': 'MISS' }, 60, false],
  ['nginx', { 'cache-control': 'max-age=60', 'x-cache-status': 'HIT' }, 60, true],
  ['nginx', { 'cache-control': 'max-age=60' }, 60, true],
  ['nginx', { 'cache-control': 'max-age=60', age: '50', 'x-cache-status': 'EXPIRED' }, 60, false],
  ['nginx', { 'cache-control': 'max-age=60, s-maxage=10', 'x-cache-status': 'MISS' }, 10, false],
  ['nginx', { 'cache-control': 'max-age=60', 'x-cache-status': 'STALE' }, 0, false],
  ['nginx', { expires: new Date(nowMs + 30_000).toUTCString(), 'x-cache-status': 'HIT' }, 30, false],
  ['varnish', { 'cache-control': 'max-age=60', age: '20', 'x-varnish': '5 3' }, 40, false],
  ['varnish', { 'x-varnish': '5' }, 120, false],
  ['varnish', { 'cache-control': 'max-age=60', age: '65', 'x-varnish': '5 3' }, 0, false],
  ['trafficserver', { 'cache-control': 'max-age=0' }, 0, false],
  ['trafficserver', { 'cache-control': 's-maxage=9, max-age=60', age: '1' }, 8, false],
  ['squid', { 'last-modified': new Date(nowMs - 100_000).toUTCString() }, 20_000 / 1000, false],
  ['auto', { 'cache-control': 'max-age=60' }, 60, true],
  ['auto', { 'cache-control': 'max-age=60', age: '10' }, 50, false],
] as const)('%s with %j: %i s', (cache, headers, seconds, isBound) => {
  expect(left(cache, headers)).toMatchObject({ seconds, isBound });
});

test.each([
  ['nginx', {}, 200],
  ['nginx', { 'cache-control': 'max-age=many', 'x-cache-status': 'MISS' }, 200],
  ['trafficserver', {}, 200],
  ['squid', {}, 200],
  ['varnish', {}, 500],
] as const)('%s with %j tells nothing', (cache, headers, status) => {
  expect(left(cache, headers, status)).toBeUndefined();
});
