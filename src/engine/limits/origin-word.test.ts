import { expect, test } from 'vitest';
import { wentFurther } from './origin-word.ts';

test.each([
  ['nginx', { 'x-cache-status': 'MISS' }, true],
  ['nginx', { 'x-cache-status': 'EXPIRED' }, true],
  ['nginx', { 'x-cache-status': 'HIT' }, false],
  ['nginx', { 'x-cache-status': 'STALE' }, false],
  ['nginx', {}, false],
  ['varnish', { 'x-varnish': '32770' }, true],
  ['varnish', { 'x-varnish': '32770 3' }, false],
  ['auto', { server: 'nginx', 'x-cache-status': 'MISS' }, true],
  ['auto', { 'cache-status': 'edge; fwd=miss; stored' }, true],
  ['auto', { 'cache-status': 'edge; hit' }, false],
  ['auto', {}, false],
] as const)('%s that answers with %o went further: %s', (cache, headers, expected) => {
  expect(wentFurther(cache, 200, headers)).toBe(expected);
});
