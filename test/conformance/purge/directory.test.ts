import { describe, expect, test } from 'vitest';
import { body } from '../../../lab/behaviours.ts';
import { startOrigin } from '../../../lab/origin.ts';
import { isUnavailable } from '../../../lab/programs.ts';
import { startSquid } from '../../../lab/squid.ts';
import { caches, purge } from './caches.ts';
import { host, nodeOf, Purging, url } from './purging.ts';

const lives = { 'Cache-Control': 'max-age=3600' };
const inside = ['/d.r/', '/d.r/a', '/d.r/a?q=1', '/d.r/deep/er/b', '/d.r/%7e(x)', '/d.r/large'];
const outside = ['/d.r', '/d.rx/a', '/dxr/a', '/e/d.r/a'];

describe.each(caches)('a directory on $name', ({ name, start, startForDirectories = start, directory }) => {
  test('is a MISS in all its depth, what is beside it a HIT', async () => {
    // Too large for Squid's memory: it is on disk only.
    const large = body({ sizeBytes: 2 ** 20, headers: lives });
    await using origin = await startOrigin({ paths: { '/d.r/large': large }, otherwise: body({ headers: lives }) });
    await using edge = await startForDirectories({ upstream: origin.port });
    const node = nodeOf('a', edge, { purge: { ...purge, directory: { way: directory(edge), repeatAfterMs: 1000 } } });
    await using purging = new Purging([node]);
    for (const path of [...inside, ...outside]) await edge.get(host, path);
    await edge.get('other.example.com', '/d.r/a');
    expect((await edge.get(host, '/d.r/large')).hit).toBe(true);
    origin.forget();

    const [outcome] = await purging.purge('a', [url('/d.r/')], { scope: 'subtree', mode: 'expire' });

    const deed = name === 'trafficserver' ? /^expired: a rule/ : /^deleted \(the node has no way to expire a directory\): /;
    expect(outcome).toMatchObject({ status: 'succeeded', message: expect.stringMatching(deed) });
    for (const path of inside) await edge.get(host, path);
    expect(origin.requests.map((request) => request.url).sort()).toEqual([...inside].sort());
    for (const path of outside) expect([path, (await edge.get(host, path)).hit]).toEqual([path, true]);
    // A rule of Traffic Server sees the origin's name only.
    expect((await edge.get('other.example.com', '/d.r/a')).hit).toBe(name !== 'trafficserver');
  });
});

test.skipIf(isUnavailable('squid'))(
  'a Squid whose disk is not at hand is not said to have forgotten what only its disk knows',
  async () => {
    await using origin = await startOrigin({ paths: { '/d/large': body({ sizeBytes: 2 ** 20 }) } });
    await using edge = await startSquid({ upstream: origin.port });
    const directory = { way: { kind: 'objects' as const }, repeatAfterMs: 1000 };
    await using purging = new Purging([nodeOf('a', edge, { purge: { ...purge, directory } })]);
    // More than fits into the list as Squid makes it by default.
    for (let index = 0; index < 100; index += 1) await edge.get(host, `/d/${index}`);
    expect(await purging.purge('a', [url('/d/')], { scope: 'subtree' })).toMatchObject([
      { status: 'succeeded', message: 'deleted: 100 objects listed, PURGE for each' },
    ]);
    await edge.get(host, '/d/large');
    expect(await purging.purge('a', [url('/d/')], { scope: 'subtree' })).toMatchObject([
      { status: 'failed', reason: 'unsupported', message: expect.stringContaining('1 more on its disk') },
    ]);
  },
);
