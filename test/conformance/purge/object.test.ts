import { describe, expect, test } from 'vitest';
import { body, type Behaviour } from '../../../lab/behaviours.ts';
import { startOrigin } from '../../../lab/origin.ts';
import { caches } from './caches.ts';
import { host, nodeOf, Purging } from './purging.ts';

const br = { 'Accept-Encoding': 'br' };
const gzip = { 'Accept-Encoding': 'gzip' };

/** As an origin that compresses: an ETag for each encoding. */
function varying(version: string): Behaviour {
  return (exchange) => {
    const encoding = /br|gzip/.exec(String(exchange.request.headers['accept-encoding'] ?? ''))?.[0] ?? 'plain';
    return body({ version, headers: { Vary: 'Accept-Encoding', ETag: `"${version}-${encoding}"` } })(exchange);
  };
}

describe.each(caches)('on $name', ({ start }) => {
  test('what was a HIT is a MISS after its purge, and its neighbour is a HIT as before', async () => {
    await using origin = await startOrigin();
    await using edge = await start({ upstream: origin.port });
    await using purging = new Purging([nodeOf('a', edge)]);
    for (const path of ['/f/a?q=1', '/f/a', '/f/ab']) await edge.get(host, path);
    expect([(await edge.get(host, '/f/a')).hit, (await edge.get(host, '/f/ab')).hit]).toEqual([true, true]);

    const [outcome] = await purging.purge('a', ['/f/a']);

    expect(outcome).toMatchObject({ status: 'succeeded', httpStatus: 200, message: 'deleted: PURGE answered 200, then absent' });
    expect((await edge.get(host, '/f/a')).hit).toBe(false);
    expect([(await edge.get(host, '/f/a?q=1')).hit, (await edge.get(host, '/f/ab')).hit]).toEqual([true, true]);
  });

  test('what is not there is nothing to delete, and nobody’s fetch', async () => {
    await using origin = await startOrigin();
    await using edge = await start({ upstream: origin.port });
    await using purging = new Purging([nodeOf('a', edge)]);
    const [outcome] = await purging.purge('a', ['/f/none']);
    expect(outcome).toMatchObject({ status: 'succeeded' });
    expect(origin.requests).toEqual([]);
  });

  test('all variants are gone, whichever was stored first', async () => {
    await using origin = await startOrigin();
    await using edge = await start({ upstream: origin.port });
    await using purging = new Purging([nodeOf('a', edge)]);
    const orders = [
      ['/v/1', {}, gzip, br],
      ['/v/2', br, {}, gzip],
      ['/v/3', gzip, br, {}],
    ] as const;
    for (const [path, ...order] of orders) {
      origin.set(path, varying('old'));
      for (const headers of order) await edge.get(host, path, { headers });
      origin.set(path, varying('new'));

      const [outcome] = await purging.purge('a', [path]);

      expect(outcome).toMatchObject({ status: 'succeeded' });
      // In an order that brings back what a PURGE has only hidden.
      for (const headers of [br, {}, gzip, {}, br]) {
        expect((await edge.get(host, path, { headers })).headers.etag, path).toContain('new');
      }
    }
  });
});
