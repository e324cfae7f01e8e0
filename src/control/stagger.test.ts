import { expect, test } from 'vitest';
import type { WorkItem } from '../tasks/work.ts';
import { domain, node, scene, targets } from './testing/scene.ts';

const edges = ['a', 'b', 'c'];
const nodes = edges.map((name) => node(name));

function pathsBy(items: readonly WorkItem[]): Record<string, string[]> {
  return Object.fromEntries(items.map((item) => [item.node, item.urls.map(({ url }) => new URL(url).pathname)]));
}

test('each object is pulled by one node first, by turns, and by the others once that has ended', async () => {
  await using s = await scene({ nodes, domains: [domain('cdn.test', edges, { stagger: true })] });
  const taskId = await s.submit(targets(6));
  const first = await s.out(3);
  const byNode = pathsBy(first);
  expect(Object.values(byNode).flat().sort()).toEqual(['/0', '/1', '/2', '/3', '/4', '/5']);
  expect(Object.values(byNode).map((paths) => paths.length)).toEqual([2, 2, 2]);

  await s.queue.end(first);
  const rest = await s.out(3);
  for (const { node: name, urls } of rest) {
    expect(urls).toHaveLength(4);
    expect(urls.map(({ url }) => new URL(url).pathname).filter((path) => byNode[name]?.includes(path))).toEqual([]);
  }
  await s.queue.end(rest);
  expect((await s.task(taskId)).status).toBe('succeeded');
});

test('the shield has an object before any edge asks for it; a domain beside it that does not stagger goes to all edges at once', async () => {
  await using s = await scene({
    nodes: [...nodes, node('shield', { layer: 'mid' })],
    domains: [domain('cdn.test', [...edges, 'shield'], { stagger: true }), domain('plain.test', edges)],
  });
  await s.submit([...targets(3), ...targets(3, 'plain.test')]);
  const mid = await s.out(1);
  expect(mid.map((item) => [item.node, item.urls.length])).toEqual([['shield', 3]]);
  await s.queue.end(mid);
  const out = await s.out(6);
  expect(out.filter((item) => item.domain === 'plain.test').map(({ urls }) => urls.length)).toEqual([3, 3, 3]);
  expect(out.filter((item) => item.domain === 'cdn.test').map(({ urls }) => urls.length)).toEqual([1, 1, 1]);
});

test('a node that is down holds back only what it is first for, and that only until it is known to be down', async () => {
  await using s = await scene({ nodes, domains: [domain('cdn.test', edges, { stagger: true })] });
  const taskId = await s.submit(targets(3));
  const first = await s.out(3);
  await s.queue.end(first.filter((item) => item.node !== 'a'));
  expect(s.queue.items.map((item) => item.node)).toEqual(['a']);

  const down = { reason: 'connect', message: 'nothing listens there', sinceMs: 0 } as const;
  s.queue.nodeLoads.set('a', { inFlight: 0, waiting: 1, succeeded: 0, failed: 0, bodyBytes: 0, down });
  const out = await s.out(4);
  const counts = out.map((item) => `${item.node} ${item.urls.length}`);
  expect(counts.toSorted()).toEqual(['a 1', 'a 2', 'b 2', 'c 2']);
  await s.queue.end(out.filter((item) => item.node !== 'a'));
  await s.queue.end(out.filter((item) => item.node === 'a'));
  expect((await s.task(taskId)).status).toBe('succeeded');
});

test('after a crash an object goes on from where it was', async () => {
  await using s = await scene({ nodes, domains: [domain('cdn.test', edges, { stagger: true })] });
  const taskId = await s.submit(targets(3));
  const first = await s.out(3);
  await s.queue.end(first.slice(0, 1));
  await s.restart();
  const again = await s.out(2);
  expect(new Set(again.map((item) => item.node))).toEqual(new Set(first.slice(1).map((item) => item.node)));
  await s.queue.end(again);
  await s.queue.end(await s.out(3));
  expect(await s.task(taskId)).toMatchObject({ status: 'succeeded', counts: { succeeded: 3 } });
});
