import { describe, expect, test } from 'vitest';
import { cacheStatus } from './cache-status.ts';
import type { EdgeHeaders } from './headers.ts';

/** Headers as the caches sent them (Debian 12), and what a person should read. */
const sent: [cache: string, headers: EdgeHeaders, said: string | undefined][] = [
  ['nginx, nothing configured', { server: 'nginx/1.22.1', 'content-type': 'text/plain' }, undefined],
  ['nginx, hit', { 'x-cache-status': 'HIT' }, 'X-Cache-Status: HIT'],
  ['nginx, miss', { 'x-cache-status': 'MISS' }, 'X-Cache-Status: MISS'],
  ['nginx, expired', { 'x-cache-status': 'EXPIRED' }, 'X-Cache-Status: EXPIRED'],
  ['nginx, revalidated', { 'x-cache-status': 'REVALIDATED' }, 'X-Cache-Status: REVALIDATED'],
  ['nginx, bypass', { 'x-cache-status': 'BYPASS' }, 'X-Cache-Status: BYPASS'],
  ['nginx behind nginx, both speak', { 'x-cache-status': ['HIT', 'MISS'] }, 'X-Cache-Status: HIT, MISS'],
  ['Varnish by default, hit', { 'x-varnish': '32770 3', age: '1', via: '1.1 varnish (Varnish/7.1)' }, 'X-Varnish: 32770 3'],
  ['Varnish by default, miss', { 'x-varnish': '32770', age: '0', via: '1.1 varnish (Varnish/7.1)' }, 'X-Varnish: 32770'],
  ['Varnish with X-Cache, hit', { 'x-varnish': '5 3', 'x-cache': 'HIT' }, 'X-Cache: HIT'],
  ['Varnish with X-Cache, miss', { 'x-varnish': '5', 'x-cache': 'MISS' }, 'X-Cache: MISS'],
  ['Varnish behind Varnish', { 'x-varnish': ['32770 3', '7'] }, 'X-Varnish: 32770 3, 7'],
  ['Varnish, synthetic answer', { 'x-varnish': '12', server: 'Varnish' }, 'X-Varnish: 12'],
  [
    'Traffic Server, hit',
    { via: 'http/1.1 edge (ApacheTrafficServer/9.2.9 [cHs f ])', age: '3' },
    'Via: http/1.1 edge (ApacheTrafficServer/9.2.9 [cHs f ])',
  ],
  [
    'Traffic Server, hit in RAM',
    { via: 'http/1.1 edge (ApacheTrafficServer/9.2.9 [cRs f ])' },
    'Via: http/1.1 edge (ApacheTrafficServer/9.2.9 [cRs f ])',
  ],
  [
    'Traffic Server, miss and stored',
    { via: 'http/1.1 edge (ApacheTrafficServer/9.2.9 [cMsSfW])' },
    'Via: http/1.1 edge (ApacheTrafficServer/9.2.9 [cMsSfW])',
  ],
  [
    'Traffic Server, all codes',
    { via: 'http/1.1 edge (ApacheTrafficServer/9.2.9 [uScMsSf pSeN:t cCMi p sS])' },
    'Via: http/1.1 edge (ApacheTrafficServer/9.2.9 [uScMsSf pSeN:t cCMi p sS])',
  ],
  [
    'Traffic Server, whose X-Cache claims a hit that was none',
    { 'x-cache': 'hit-fresh', via: 'http/1.1 edge (ApacheTrafficServer/9.2.9 [cMsSfW])' },
    'Via: http/1.1 edge (ApacheTrafficServer/9.2.9 [cMsSfW])',
  ],
  [
    'Traffic Server behind Traffic Server: the nearest speaks',
    { via: 'http/1.1 shield (ApacheTrafficServer/9.2.9 [cHs f ]), http/1.1 edge (ApacheTrafficServer/9.2.9 [cMsSfW])' },
    'Via: http/1.1 edge (ApacheTrafficServer/9.2.9 [cMsSfW])',
  ],
  ['Traffic Server by default, Via without codes', { via: 'http/1.1 edge (ApacheTrafficServer/9.2.9)', age: '3' }, undefined],
  [
    'Traffic Server with X-Cache, Via without codes',
    { 'x-cache': 'hit-stale', via: 'http/1.1 edge (ApacheTrafficServer/9.2.9)' },
    'X-Cache: hit-stale',
  ],
  ['Squid, hit', { 'x-cache': 'HIT from edge', via: '1.1 edge (squid/5.7)' }, 'X-Cache: HIT from edge'],
  ['Squid, miss', { 'x-cache': 'MISS from edge', via: '1.1 edge (squid/5.7)' }, 'X-Cache: MISS from edge'],
  ['Squid behind Squid', { 'x-cache': ['HIT from shield', 'MISS from edge'] }, 'X-Cache: HIT from shield, MISS from edge'],
  [
    'RFC 9211, which goes before all else',
    { 'cache-status': 'edge; hit; ttl=30', 'x-cache': 'MISS', 'x-cache-status': 'MISS' },
    'Cache-Status: edge; hit; ttl=30',
  ],
  [
    'nginx before Squid: the edge is read, not the shield',
    { 'x-cache-status': 'MISS', 'x-cache': 'HIT from shield' },
    'X-Cache-Status: MISS',
  ],
  ['a header of that name that is not Varnish’s', { 'x-varnish': 'hello' }, undefined],
];

describe('what a node says of hit or miss', () => {
  test.each(sent)('%s', (_cache, headers, said) => {
    expect(cacheStatus(headers)).toBe(said);
  });

  test('is shortened when a node writes a novel', () => {
    const said = cacheStatus({ 'x-cache': 'x'.repeat(10_000) });
    expect(said).toHaveLength(120);
    expect(said).toMatch(/^X-Cache: x+…$/);
  });
});
