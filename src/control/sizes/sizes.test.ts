import { expect, test } from 'vitest';
import type { Look, LookOrder, Sighting } from '../../tasks/look.ts';
import type { RefreshOrder } from '../../tasks/purge.ts';
import type { DryRun, SubmitRequest } from '../control.ts';
import { domain, node, scene, target, targets, type Scene } from '../testing/scene.ts';

const host = 'cdn.test';
const because = 'said so';
const fresh = (sizeBytes?: number): Sighting => ({
  state: 'fresh',
  because,
  httpStatus: 200,
  ...(sizeBytes !== undefined && { sizeBytes }),
});
const absent: Sighting = { state: 'absent', because };
const deleted: RefreshOrder = { type: 'file', mode: 'delete', thenPrefetch: false };

type Says = (node: string, path: string, order: LookOrder) => Sighting;

function saying(own: Scene, says: Says): LookOrder[] {
  const orders: LookOrder[] = [];
  own.queue.onLook = (order): Look[] => {
    orders.push(order);
    return order.urls.map(({ url }) => ({ url, variants: order.variants.map(() => says(order.node, new URL(url).pathname, order)) }));
  };
  return orders;
}

function started(more: Parameters<typeof domain>[2] = {}): Promise<Scene> {
  return scene({ nodes: [node('edge-a'), node('edge-b')], domains: [domain(host, ['edge-a', 'edge-b'], more)] });
}

function sizes(own: Scene, urls: SubmitRequest['urls'], order?: RefreshOrder): Promise<DryRun> {
  return own.control.dryRun({ project: 'org-main', by: 'key', urls, ...(order !== undefined && { order }) }, true);
}

test('what a node has not is as large as another node’s fresh copy; what a stale copy says is not believed', async () => {
  await using own = await started();
  const orders = saying(own, (name, path) => {
    if (name === 'edge-a') return path === '/0' ? fresh(100) : { ...fresh(1), state: 'expired' };
    return path === '/0' ? absent : fresh(7);
  });
  expect(await sizes(own, targets(2))).toEqual({
    nodes: [
      { node: 'edge-a', layer: 'edge', urls: 2, objects: 2, sizes: { bytes: 107, unknownObjects: 0 } },
      { node: 'edge-b', layer: 'edge', urls: 2, objects: 2, sizes: { bytes: 107, unknownObjects: 0 } },
    ],
    unaskedUrls: 0,
  });
  expect(orders.filter(({ asksOriginSize }) => asksOriginSize)).toEqual([]);
});

test('else the origin is asked, by one node after the other, until one can', async () => {
  await using own = await started({ variants: [{}, { 'Accept-Encoding': 'br' }] });
  const orders = saying(own, (name, path, { asksOriginSize }) => {
    if (asksOriginSize !== true) return absent;
    return { ...absent, originSize: name === 'edge-a' || path === '/1' ? { because: `${name} can't` } : { bytes: 1000 } };
  });
  const { nodes } = await sizes(own, targets(2));
  expect(nodes.map((each) => each.sizes)).toEqual([
    { bytes: 2000, unknownObjects: 2, because: "edge-a can't" },
    { bytes: 2000, unknownObjects: 2, because: "edge-a can't" },
  ]);
  expect(orders.filter(({ asksOriginSize }) => asksOriginSize).map((order) => order.node)).toEqual(['edge-a', 'edge-b']);
});

test('only shields ask origins, where a domain has any', async () => {
  await using own = await scene({
    nodes: [node('shield', { layer: 'mid' }), node('edge-a')],
    domains: [domain(host, ['edge-a', 'shield'])],
  });
  const orders = saying(own, (_name, _path, { asksOriginSize }) => ({ ...absent, ...(asksOriginSize && { originSize: { bytes: 5 } }) }));
  const asking = () => orders.filter(({ asksOriginSize }) => asksOriginSize).map((order) => order.node);
  expect((await sizes(own, targets(1))).nodes.map((each) => each.sizes?.bytes)).toEqual([5, 5]);
  expect(asking()).toEqual(['shield']);
  const edges = await own.control.dryRun({ project: 'org-main', by: 'key', urls: targets(1), selection: { layer: 'edge' } }, true);
  expect(edges.nodes).toMatchObject([{ node: 'edge-a', sizes: { bytes: 0, unknownObjects: 1, because } }]);
  expect(asking()).toEqual(['shield']);
});

test('a refresh forgets what is there, whatever its state; nothing where nothing is; no origin is asked', async () => {
  await using own = await started();
  const said: Record<string, Sighting> = {
    '/0': fresh(100),
    '/1': { ...fresh(20), state: 'expired' },
    '/2': absent,
    '/3': { state: 'unknown', because: 'no way' },
    '/4': { ...fresh(3), httpStatus: 404 },
  };
  const orders = saying(own, (_name, path) => said[path] ?? absent);
  const { nodes } = await sizes(own, targets(5), deleted);
  for (const each of nodes) expect(each.sizes).toEqual({ bytes: 123, unknownObjects: 1, because: 'no way' });
  expect(orders.filter(({ asksOriginSize }) => asksOriginSize)).toEqual([]);
});

test('what is pulled after a purge counts as what is pulled', async () => {
  await using own = await started();
  saying(own, (name) => (name === 'edge-a' ? fresh(9) : absent));
  const { nodes } = await sizes(own, targets(1), { ...deleted, thenPrefetch: true });
  expect(nodes.map((each) => each.sizes?.bytes)).toEqual([9, 9]);
});

test.each([
  ['an error', { ...fresh(9), httpStatus: 404 }, 'status 404'],
  ['a redirect', { ...fresh(9), httpStatus: 301 }, 'status 301'],
  ['a copy of no told length', fresh(), 'names no length'],
  ['what can not be seen', { state: 'unknown', because: 'no way' }, 'no way'],
] as const)('%s has no size that a pull would have', async (_what, sighting, why) => {
  await using own = await started();
  saying(own, () => sighting);
  const { nodes } = await sizes(own, targets(1));
  expect(nodes[0]?.sizes).toMatchObject({ bytes: 0, unknownObjects: 1, because: expect.stringContaining(why) });
});

test('no more than 500 URLs are asked for; how many were not is told, and they count as unknown', async () => {
  await using own = await started();
  const orders = saying(own, () => fresh(1));
  const { nodes, unaskedUrls } = await sizes(own, [...targets(600), target(`http://${host}/0`)]);
  expect(unaskedUrls).toBe(100);
  expect(nodes[0]).toMatchObject({ urls: 600, objects: 600, sizes: { bytes: 500, unknownObjects: 100 } });
  expect(orders.flatMap(({ urls }) => urls)).toHaveLength(1000);
});

test('when time runs out nobody is asked any more', async () => {
  let clockMs = Date.UTC(2026, 10, 24, 8);
  await using own = await scene({ nodes: [node('edge-a')], domains: [domain(host, ['edge-a'])] }, () => clockMs);
  const orders = saying(own, () => {
    clockMs += 300;
    return absent;
  });
  const { nodes, unaskedUrls } = await sizes(own, targets(120));
  expect(unaskedUrls).toBe(70);
  expect(nodes[0]?.sizes).toMatchObject({ bytes: 0, unknownObjects: 120 });
  expect(orders.map(({ asksOriginSize }) => asksOriginSize)).toEqual([undefined]);
});

test('directories and playlists have no size that could be asked for', async () => {
  await using own = await started();
  const orders = saying(own, () => fresh(1));
  for (const type of ['dir', 'm3u8'] as const) {
    const { nodes } = await sizes(own, [target(`http://${host}/d/`)], { ...deleted, type });
    expect(nodes[0]).toMatchObject({ urls: 1, sizes: { bytes: 0, unknownObjects: 1 } });
  }
  expect(orders).toEqual([]);
});

test('a node that is paused is not asked', async () => {
  await using own = await started();
  await own.control.pause({ kind: 'node', name: 'edge-a' }, 'key');
  const orders = saying(own, () => absent);
  const { nodes } = await sizes(own, targets(1));
  expect(nodes[0]?.sizes).toMatchObject({ unknownObjects: 1, because: expect.stringContaining('paused') });
  expect(orders.filter((order) => order.node === 'edge-a')).toEqual([]);
});
