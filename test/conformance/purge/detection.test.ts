import { describe, expect, test } from 'vitest';
import { body } from '../../../lab/behaviours.ts';
import { startNginxEdge } from '../../../lab/nginx-edge.ts';
import { startOrigin } from '../../../lab/origin.ts';
import { isUnavailable } from '../../../lab/programs.ts';
import { startSquid } from '../../../lab/squid.ts';
import { caches, purge } from './caches.ts';
import { host, nodeOf, Purging, url } from './purging.ts';

describe.each(caches)('$name, of which nothing is configured but its address,', ({ start }) => {
  test('is known for what it is, and found to answer from its store alone', async () => {
    await using origin = await startOrigin();
    await using edge = await start({ upstream: origin.port });
    await using purging = new Purging([nodeOf('a', edge, { cache: 'auto', onlyIfCached: 'auto' })]);
    await edge.get(host, '/a');
    origin.forget();
    expect(await purging.purge('a', ['/a', '/none'])).toMatchObject([
      { status: 'succeeded', message: 'deleted: PURGE answered 200, then absent' },
      { status: 'succeeded' },
    ]);
    // Learnt once, and from nothing that a visitor would ask for.
    expect(origin.requests.map((request) => request.url.replace(/\?.*/, ''))).toEqual(['/.well-known/forewarm-probe']);
  });
});

test.skipIf(isUnavailable('nginx'))('a node that ignores only-if-cached is not asked, and its outcome says so', async () => {
  await using origin = await startOrigin();
  await using edge = await startNginxEdge({ upstream: origin.port });
  await using purging = new Purging([nodeOf('a', edge, { onlyIfCached: false })]);
  await edge.get(host, '/a');
  origin.forget();
  expect(await purging.purge('a', ['/a', '/none'])).toMatchObject([
    { status: 'succeeded', message: 'deleted: PURGE answered 200; not confirmed, since the node can’t be asked without making it fetch (onlyIfCached)' },
    { status: 'succeeded', message: expect.stringMatching(/^nothing was stored: PURGE answered 404; not confirmed/) },
  ]);
  expect(origin.requests).toEqual([]);
});

describe.each(caches)('what $name was given no way to do', ({ start }) => {
  test('is unsupported at once, with what to do instead', async () => {
    await using origin = await startOrigin();
    await using edge = await start({ upstream: origin.port });
    const { purge: _purge, ...none } = nodeOf('none', edge);
    await using purging = new Purging([none, nodeOf('files', edge)]);
    const outcomes = [
      ...(await purging.purge('none', ['/a'])),
      ...(await purging.purge('files', [url('/d/')], { scope: 'subtree', mode: 'expire' })),
      ...(await purging.purge('files', ['https://cdn.example.com/a'])),
    ];
    expect(outcomes).toMatchObject([
      { status: 'failed', reason: 'unsupported', message: expect.stringContaining('purge: { method: PURGE }'), attempts: 0 },
      { status: 'failed', reason: 'unsupported', message: expect.stringContaining('purge: { directory: '), attempts: 0 },
      { status: 'failed', reason: 'unsupported', message: 'node "files" has no address for https', attempts: 0 },
    ]);
  });
});

test.skipIf(isUnavailable('squid'))('a Squid whose disk is not at hand is not said to have forgotten what only its disk knows', async () => {
  await using origin = await startOrigin({ paths: { '/d/large': body({ sizeBytes: 2 ** 20 }) } });
  await using edge = await startSquid({ upstream: origin.port });
  const directory = { way: { kind: 'objects' as const }, repeatAfterMs: 1000 };
  await using purging = new Purging([nodeOf('a', edge, { purge: { ...purge, directory } })]);
  await edge.get(host, '/d/small');
  expect(await purging.purge('a', [url('/d/')], { scope: 'subtree' })).toMatchObject([{ status: 'succeeded' }]);
  await edge.get(host, '/d/large');
  expect(await purging.purge('a', [url('/d/')], { scope: 'subtree' })).toMatchObject([
    { status: 'failed', reason: 'unsupported', message: expect.stringContaining('1 more on its disk') },
  ]);
});
