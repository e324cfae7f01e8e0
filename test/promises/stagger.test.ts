import { expect, test } from 'vitest';
import { slow } from '../../lab/behaviours.ts';
import { startForewarm } from '../../lab/forewarm.ts';
import { get } from '../../lab/get.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin } from '../../lab/origin.ts';
import { waitForTask } from '../../src/client/index.ts';

const host = 'cdn.test';

/** `stagger`: within a layer one node pulls an object first. What the origin and the shield are asked, on real caches. */

test('behind one shield and four edges the origin is asked once for each object, and the shield by one edge before any other', async () => {
  await using origin = await startOrigin();
  await using shield = await startNginxEdge({ upstream: origin.port });
  await using parts = new AsyncDisposableStack();
  const names = ['a', 'b', 'c', 'd'];
  const edges = await Promise.all(names.map(async () => parts.use(await startNginxEdge({ upstream: shield.port }))));
  await using forewarm = await startForewarm({
    nodes: [
      { name: 'shield', address: shield.address, layer: 'mid' },
      ...edges.map(({ address }, index) => ({ name: names[index], address })),
    ],
    domains: [{ name: host, nodes: ['shield', ...names], stagger: true, verify: 'rehit' }],
  });
  const paths = Array.from({ length: 300 }, (_, index) => `/${index}`);
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: paths.map((path) => `http://${host}${path}`) });
  expect((await waitForTask(forewarm.client, TaskId)).Status).toBe('success');
  expect(paths.filter((path) => origin.count(path) !== 1)).toEqual([]);
  for (const { address } of edges) expect((await get(address, host, '/7')).headers['x-cache-status']).toBe('HIT');
});

test('no edge asks for an object before the first one has it whole', async () => {
  // What stands behind the edges collapses nothing: each asks by itself, and the order of their asking can be seen.
  await using behind = await startOrigin({ otherwise: slow({ sizeBytes: 2000, beforeHeadersMs: 20 }) });
  await using parts = new AsyncDisposableStack();
  const names = ['a', 'b', 'c'];
  const edges = await Promise.all(names.map(async () => parts.use(await startNginxEdge({ upstream: behind.port }))));
  await using forewarm = await startForewarm({
    nodes: edges.map(({ address }, index) => ({ name: names[index], address })),
    domains: [{ name: host, nodes: names, stagger: true }],
  });
  const paths = Array.from({ length: 60 }, (_, index) => `/${index}`);
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: paths.map((path) => `http://${host}${path}`) });
  expect((await waitForTask(forewarm.client, TaskId)).Status).toBe('success');
  for (const path of paths) {
    const asked = behind.requests.filter(({ url }) => url === path);
    expect(asked).toHaveLength(names.length);
    const [first, ...others] = asked;
    for (const { atMs } of others) expect(atMs).toBeGreaterThanOrEqual(first?.endedAtMs ?? Infinity);
  }
});
