import { describe, expect, test } from 'vitest';
import { inTurn } from '../../../lab/behaviours.ts';
import { startOrigin } from '../../../lab/origin.ts';
import { caches } from './caches.ts';
import { fillOf, versionOf } from './fills.ts';
import { host, nodeOf, Purging } from './purging.ts';

describe.each(caches)('pulls and purges on $name', ({ start }) => {
  test('a pull of ours steps aside for the purge, at no cost, and brings the new body', async () => {
    await using origin = await startOrigin();
    await using edge = await start({ upstream: origin.port });
    await using purging = new Purging([nodeOf('a', edge)]);
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
    await using origin = await startOrigin();
    await using edge = await start({ upstream: origin.port });
    await using purging = new Purging([nodeOf('a', edge)]);
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
    await using origin = await startOrigin({ otherwise: versionOf('same') });
    await using edge = await start({ upstream: origin.port });
    await using purging = new Purging([nodeOf('a', edge)]);
    await edge.get(host, '/p/c');
    await purging.purge('a', ['/p/c']);
    expect(await purging.pull('a', ['/p/c'], { fenced: true })).toMatchObject([{ status: 'succeeded', attempts: 1 }]);
    expect((await edge.get(host, '/p/c')).hit).toBe(true);
    // The visitor's fetch, the pull's, and two more after the two purges of the fence.
    expect(origin.count('/p/c')).toBe(4);
  });
});
