import { expect, test } from 'vitest';
import type { EdgeHeaders } from '../edge/headers.ts';
import { cacheOf } from './which-cache.ts';

function answer(headers: EdgeHeaders) {
  return { status: 200, httpVersion: '1.1', headers, nowMs: 0, firstByteMs: 1, tookMs: 1, bodyBytes: 0, body: 'whole' } as const;
}

test('what an edge answered by itself names it, whatever speaks from behind it later', () => {
  const own = answer({ 'x-varnish': '3', server: 'Varnish' });
  const fetched = answer({ 'x-varnish': '5', server: 'nginx/1.22.1' });
  expect(cacheOf([own, fetched])).toEqual({ name: 'varnish', signs: [{ cache: 'varnish', said: 'X-Varnish: 3' }] });
});

test('where several have spoken in each answer, all are shown and none is chosen', () => {
  const fetched = answer({ 'x-varnish': '5', server: 'nginx/1.22.1' });
  expect(cacheOf([fetched, fetched])).toEqual({
    signs: [
      { cache: 'nginx', said: 'Server: nginx/1.22.1' },
      { cache: 'varnish', said: 'X-Varnish: 5' },
    ],
  });
});

test('no header of a cache is no cache', () => {
  expect(cacheOf([answer({ server: 'gws' })])).toEqual({ signs: [] });
});
