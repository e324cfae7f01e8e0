import { describe, expect, test } from 'vitest';
import { body, inTurn, type Behaviour } from '../../../lab/behaviours.ts';
import { caches } from './caches.ts';
import { fillOf, versionOf } from './fills.ts';
import { host } from './purging.ts';
import { runningCache } from './running.ts';

const br = { 'Accept-Encoding': 'br' };
const gzip = { 'Accept-Encoding': 'gzip' };

/** As an origin that compresses: an ETag for each encoding. */
function varying(version: string): Behaviour {
  return (exchange) => {
    const encoding = /br|gzip/.exec(exchange.request.headers['accept-encoding'] ?? '')?.[0] ?? 'plain';
    return body({ version, headers: { Vary: 'Accept-Encoding', ETag: `"${version}-${encoding}"` } })(exchange);
  };
}

describe.each(caches)('on $name', ({ name, start }) => {
  const cache = runningCache(start);

  test('what was a HIT is a MISS after its purge, and its neighbours are HITs as before', async () => {
    const { edge, purging } = cache;
    for (const path of ['/f/a?q=1', '/f/a', '/f/ab']) await edge.get(host, path);
    expect([(await edge.get(host, '/f/a')).hit, (await edge.get(host, '/f/ab')).hit]).toEqual([true, true]);

    const [outcome] = await purging.purge('a', ['/f/a']);

    expect(outcome).toMatchObject({ status: 'succeeded', httpStatus: 200, message: 'deleted: PURGE answered 200, then absent' });
    expect((await edge.get(host, '/f/a')).hit).toBe(false);
    expect([(await edge.get(host, '/f/a?q=1')).hit, (await edge.get(host, '/f/ab')).hit]).toEqual([true, true]);
  });

  test('what is not there is nothing to delete, and nobody’s fetch', async () => {
    const { origin, purging } = cache;
    expect(await purging.purge('a', ['/f/none'])).toMatchObject([{ status: 'succeeded' }]);
    expect(origin.count('/f/none')).toBe(0);
  });

  test('all variants are gone, whichever was stored first', async () => {
    const { origin, edge, purging } = cache;
    const orders = [
      ['/v/1', {}, gzip, br],
      ['/v/2', br, {}, gzip],
      ['/v/3', gzip, br, {}],
    ] as const;
    for (const [path, ...order] of orders) {
      origin.set(path, varying('old'));
      for (const headers of order) await edge.get(host, path, { headers });
      origin.set(path, varying('new'));

      expect(await purging.purge('a', [path])).toMatchObject([{ status: 'succeeded' }]);
      // In an order that brings back what a PURGE has only hidden.
      for (const headers of [br, {}, gzip, {}, br]) {
        expect((await edge.get(host, path, { headers })).headers.etag).toContain('new');
      }
    }
  });

  test('a node of which nothing is said is known for what it is, and found to answer from its store alone', async () => {
    const { origin, edge, purging } = cache;
    await edge.get(host, '/auto/a');
    origin.forget();
    expect(await purging.purge('auto', ['/auto/a', '/auto/none'])).toMatchObject([
      { status: 'succeeded', message: 'deleted: PURGE answered 200, then absent' },
      { status: 'succeeded' },
    ]);
    // Learnt once, and from nothing that a visitor would ask for.
    expect(origin.requests.map(({ url }) => url.replace(/\?.*/, ''))).toEqual(['/.well-known/forewarm-probe']);
  });

  test('a node that may not be probed is told only, and its outcome says so', async () => {
    const { origin, edge, purging } = cache;
    await edge.get(host, '/blind/a');
    expect(await purging.purge('blind', ['/blind/a', '/blind/none'])).toMatchObject([
      { status: 'succeeded', message: expect.stringMatching(/^deleted: PURGE answered 200; not confirmed, .*onlyIfCached/) },
      { status: 'succeeded', message: expect.stringMatching(/; not confirmed, .*onlyIfCached/) },
    ]);
    expect(origin.count('/blind/none')).toBe(0);
    expect((await edge.get(host, '/blind/a')).hit).toBe(false);
  });

  test('a pull of ours steps aside for the purge, at no cost, and brings the new body', async () => {
    const { origin, edge, purging } = cache;
    const gate = Promise.withResolvers<void>();
    origin.set('/p/a', fillOf('old', 'is in its body', gate.promise));
    const pulled = purging.pull('a', ['/p/a']);
    await origin.arrived('/p/a');
    origin.set('/p/a', versionOf('new'));

    const purged = purging.purge('a', ['/p/a']);
    gate.resolve();

    expect(await purged).toMatchObject([{ status: 'succeeded' }]);
    expect(await pulled).toMatchObject([{ status: 'succeeded', attempts: 1 }]);
    const { text, hit } = await edge.get(host, '/p/a');
    expect([text.slice(0, 4), hit]).toEqual(['new ', true]);
  });

  test('a fenced pull does not take an old body that slipped in, nor lets it stay', async () => {
    const { origin, edge, purging } = cache;
    // The fetch after the purge brings the old body once more, as from a shield that was late.
    origin.set('/p/b', inTurn(versionOf('old'), versionOf('old'), versionOf('new')));
    await edge.get(host, '/p/b');
    expect(await purging.purge('a', ['/p/b'])).toMatchObject([{ status: 'succeeded' }]);
    expect((await edge.get(host, '/p/b')).text.slice(0, 4)).toBe('old ');

    expect(await purging.pull('a', ['/p/b'], { fenced: true })).toMatchObject([{ status: 'succeeded' }]);
    const { text, hit } = await edge.get(host, '/p/b');
    expect([text.slice(0, 4), hit]).toEqual(['new ', true]);
  });

  test('a fenced pull takes in the end what has not changed', async () => {
    const { origin, edge, purging } = cache;
    origin.set('/p/c', versionOf('same'));
    await edge.get(host, '/p/c');
    await purging.purge('a', ['/p/c']);
    const before = origin.count('/p/c');
    expect(await purging.pull('a', ['/p/c'], { fenced: true })).toMatchObject([{ status: 'succeeded', attempts: 1 }]);
    expect([name, (await edge.get(host, '/p/c')).hit]).toEqual([name, true]);
    // The pull's own, and two more after the two purges of the fence.
    expect(origin.count('/p/c') - before).toBe(3);
  });
});
