import { describe, expect, test } from 'vitest';
import { body } from '../../../lab/behaviours.ts';
import { startOrigin } from '../../../lab/origin.ts';
import { caches, purge } from './caches.ts';
import { host, nodeOf, Purging, url } from './purging.ts';

const inside = ['/d.r/', '/d.r/a', '/d.r/a?q=1', '/d.r/deep/er/b', '/d.r/%7e(x)'];
const outside = ['/d.r', '/d.rx/a', '/dxr/a', '/e/d.r/a'];

describe.each(caches)('a directory on $name', ({ name, start, startForDirectories = start, directory }) => {
  test('is a MISS in all its depth, what is beside it a HIT', async () => {
    await using origin = await startOrigin({ otherwise: body({ headers: { 'Cache-Control': 'max-age=3600' } }) });
    await using edge = await startForDirectories({ upstream: origin.port });
    const node = nodeOf('a', edge, { purge: { ...purge, directory: { way: directory(edge), repeatAfterMs: 1000 } } });
    await using purging = new Purging([node]);
    for (const path of [...inside, ...outside]) await edge.get(host, path);
    await edge.get('other.example.com', '/d.r/a');
    // Too large for Squid's memory: it is on disk only.
    origin.set('/d.r/large', body({ sizeBytes: 2 ** 20, headers: { 'Cache-Control': 'max-age=3600' } }));
    await edge.get(host, '/d.r/large');
    expect((await edge.get(host, '/d.r/large')).hit).toBe(true);
    origin.forget();

    const [outcome] = await purging.purge('a', [url('/d.r/')], { scope: 'subtree', mode: 'expire' });

    const deed = name === 'trafficserver' ? /^expired: a rule/ : /^deleted \(the node has no way to expire a directory\): /;
    expect(outcome).toMatchObject({ status: 'succeeded', message: expect.stringMatching(deed) });
    for (const path of [...inside, '/d.r/large']) await edge.get(host, path);
    expect(origin.requests.map((request) => request.url).sort()).toEqual([...inside, '/d.r/large'].sort());
    for (const path of outside) expect((await edge.get(host, path)).hit, path).toBe(true);
    // A rule of Traffic Server sees the origin's name only.
    if (name !== 'trafficserver') expect((await edge.get('other.example.com', '/d.r/a')).hit).toBe(true);
  });
});
