import { expect, test } from 'vitest';
import { body, inTurn, truncated } from '../../lab/behaviours.ts';
import type { LabEdge } from '../../lab/edge.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startNginxOrigin } from '../../lab/nginx-origin.ts';
import { startOrigin } from '../../lab/origin.ts';
import { startVarnish } from '../../lab/varnish.ts';
import { waitForTask } from '../../src/client/index.ts';

/** `pull: head`: the edges fill themselves, and a success is proven, though the bodies never come to us. */

const host = 'cdn.test';
const MiB = 1024 * 1024;
const isFull = process.env['FOREWARM_FULL'] === '1';
const count = isFull ? 40 : 8;
const sizeBytes = isFull ? 64 * MiB : 8 * MiB;

const at = (path: string): string => `http://${host}${path}`;

function headNode(name: string, edge: LabEdge, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { name, address: edge.address, cache: edge.cache, pull: 'head', ...more };
}

/** What each node made of each URL, once the task has ended. */
async function prefetched(forewarm: LabForewarm, paths: readonly string[]) {
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: paths.map(at) });
  await waitForTask(forewarm.client, TaskId);
  const { UrlDetailList } = await forewarm.client.call('DescribePrefetchUrlDetail', { TaskId });
  return UrlDetailList;
}

async function bytesHere(forewarm: LabForewarm): Promise<number> {
  const { NodeList } = await forewarm.client.call('DescribeUcdnNode', {});
  return NodeList.reduce((sum, { Bytes }) => sum + Number(Bytes), 0);
}

test(`${count} objects of ${sizeBytes / MiB} MiB over four edges: all are there, fetched once each, and under 1 % of the bytes came to us`, async () => {
  await using origin = await startNginxOrigin({ bodyBytes: sizeBytes });
  await using parts = new AsyncDisposableStack();
  const upstream = origin.port;
  const storeSize = isFull ? '4g' : '256m';
  const edges = {
    n1: parts.use(await startNginxEdge({ upstream })),
    n2: parts.use(await startNginxEdge({ upstream })),
    v1: parts.use(await startVarnish({ upstream, storeSize })),
    v2: parts.use(await startVarnish({ upstream, storeSize })),
  };
  await using forewarm = await startForewarm({
    // One of each kind has to be found out.
    nodes: Object.entries(edges).map(([name, edge]) =>
      headNode(name, edge, name.endsWith('2') ? { cache: 'auto' } : { onlyIfCached: true }),
    ),
    domains: [{ name: host, nodes: Object.keys(edges), verify: 'off' }],
  });
  const paths = Array.from({ length: count }, (_, index) => `/large/${index}.mp4`);
  const details = await prefetched(forewarm, paths);
  for (const { Status, Nodes } of details) {
    expect(Status).toBe('success');
    for (const node of Nodes) {
      expect(node).toMatchObject({ Verdict: 'hit-proven', Attempts: 1, Message: `filled by HEAD; ${sizeBytes} bytes proven` });
    }
  }
  expect(await bytesHere(forewarm)).toBeLessThan((count * sizeBytes * 4) / 100);

  const requests = (await origin.requests()).filter(({ url }) => url.startsWith('/large/'));
  expect(requests).toHaveLength(count * 4);
  expect(requests.every(({ method, status, bodyBytes }) => method === 'GET' && status === 200 && bodyBytes === sizeBytes)).toBe(true);
  for (const edge of Object.values(edges)) {
    for (const path of paths)
      expect(await edge.get(host, path)).toMatchObject({ hit: true, status: 200, bodyBytes: sizeBytes, isComplete: true });
  }
  for (const path of paths) expect(await origin.count(path)).toBe(4);

  // What is there already is told so, and costs its origin nothing.
  const [again] = await prefetched(forewarm, paths.slice(0, 1));
  for (const node of again?.Nodes ?? []) expect(node.Message).toBe(`in the cache already; ${sizeBytes} bytes proven`);
  expect(await origin.count(paths[0] ?? '')).toBe(4);
}, 300_000);

const kinds: readonly [string, (upstream: number) => Promise<LabEdge>][] = [
  ['nginx', (upstream) => startNginxEdge({ upstream })],
  ['Varnish', (upstream) => startVarnish({ upstream })],
];

test.each(kinds)('%s: a fetch that breaks off is begun anew, and is never a success', async (_, start) => {
  const options = { sizeBytes: MiB, headers: { 'Accept-Ranges': 'bytes' } };
  const cut = truncated({ ...options, sentBytes: 300_000 });
  await using origin = await startOrigin({ paths: { '/always': cut, '/once': inTurn(cut, body(options)) } });
  await using edge = await start(origin.port);
  await using forewarm = await startForewarm({
    nodes: [headNode('a', edge)],
    domains: [{ name: host, nodes: ['a'] }],
    more: { retry: { attempts: 3, backoffMs: 10, maxBackoffMs: 10 }, timeouts: { idleMs: 500 } },
  });
  const [always, once] = await prefetched(forewarm, ['/always', '/once']);
  expect(always).toMatchObject({ Status: 'failure', Nodes: [{ Attempts: 3 }] });
  // Varnish has an answer of its own where the fetch broke off before it had begun its answer.
  expect(always?.Nodes.map(({ Reason, HttpStatus }) => (Reason === 'http_status' ? HttpStatus : Reason))).toEqual([
    expect.toBeOneOf(['truncated', 503]),
  ]);
  expect(once).toMatchObject({ Status: 'success', Nodes: [{ Verdict: 'hit-proven', Attempts: 2 }] });
  expect(origin.count('/always')).toBe(3);
  expect(origin.count('/once')).toBe(2);
  expect(await edge.get(host, '/once')).toMatchObject({ hit: true, bodyBytes: MiB });
});

test.each(kinds)('%s: what may not be stored is a failure at once, with the header that forbids it', async (_, start) => {
  await using origin = await startOrigin({ paths: { '/x': body({ sizeBytes: MiB, headers: { 'Cache-Control': 'no-store' } }) } });
  await using edge = await start(origin.port);
  await using forewarm = await startForewarm({ nodes: [headNode('a', edge)], domains: [{ name: host, nodes: ['a'], verify: 'off' }] });
  const [detail] = await prefetched(forewarm, ['/x']);
  expect(detail?.Nodes).toMatchObject([
    { Reason: 'uncacheable', Verdict: 'uncacheable', Attempts: 1, Message: expect.stringContaining('Cache-Control: no-store') },
  ]);
  expect(origin.count('/x')).toBe(1);
});

test('what something else keeps from being stored is found out: it was fetched to its end, and is not there', async () => {
  // As examples/edges sets nginx up, it stores nothing that varies by anything but the encoding.
  const options = { sizeBytes: MiB, headers: { Vary: 'X-Device', 'Accept-Ranges': 'bytes' } };
  await using origin = await startOrigin({ paths: { '/x': body(options) } });
  await using edge = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await startForewarm({
    nodes: [headNode('a', edge)],
    domains: [{ name: host, nodes: ['a'] }],
    more: { retry: { backoffMs: 10, maxBackoffMs: 10 }, timeouts: { idleMs: 500 } },
  });
  const [detail] = await prefetched(forewarm, ['/x']);
  expect(detail?.Nodes).toMatchObject([{ Reason: 'uncacheable', Verdict: 'uncacheable', Attempts: 2 }]);
  expect(origin.count('/x')).toBe(2);
});

test('an edge that can’t tell what it has is not made to fill itself: nothing is fetched, and the sentence says what to change', async () => {
  await using origin = await startOrigin();
  await using edge = await startNginxEdge({ upstream: origin.port, knowsOnlyIfCached: false });
  await using forewarm = await startForewarm({ nodes: [headNode('a', edge)], domains: [{ name: host, nodes: ['a'] }] });
  const [detail] = await prefetched(forewarm, ['/x']);
  expect(detail?.Nodes).toMatchObject([
    { Reason: 'unsupported', Attempts: 0, Message: expect.stringMatching(/examples\/edges\/nginx\.conf.*pull: body/) },
  ]);
  expect(origin.count('/x')).toBe(0);
});
