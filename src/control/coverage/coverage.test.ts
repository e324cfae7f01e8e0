import { expect, test } from 'vitest';
import type { Look, LookOrder, Sighting, SightingState } from '../../tasks/look.ts';
import type { Coverage } from '../control.ts';
import { domain, node, scene, target, targets, type Scene } from '../testing/scene.ts';

const host = 'cdn.test';
const br = { 'Accept-Encoding': 'br' };
const because = 'said so';
const counts = (more: Partial<Record<SightingState, number>>) => ({ fresh: 0, expired: 0, absent: 0, unknown: 0, ...more });

/** What each URL is seen as, by its path; all else is fresh. */
function seenBy(states: Readonly<Record<string, SightingState>> = {}): (order: LookOrder) => Look[] {
  return ({ urls, variants }) =>
    urls.map(({ url }) => {
      const sighting: Sighting = { state: states[new URL(url).pathname] ?? 'fresh', because };
      return { url, variants: variants.map(() => sighting) };
    });
}

function started(more: Parameters<typeof domain>[2] = {}): Promise<Scene> {
  return scene({ nodes: [node('edge-a'), node('edge-b')], domains: [domain(host, ['edge-a', 'edge-b'], more)] });
}

async function ask(own: Scene, taskId: string, page: { offset?: number; limit?: number } = {}): Promise<Coverage> {
  const coverage = await own.control.coverage({ project: 'org-main', taskId, offset: 0, limit: 500, ...page });
  if (coverage === undefined) throw new Error(`no task ${taskId}`);
  return coverage;
}

test('each variant of each URL is counted on each node, and what is missing told', async () => {
  await using own = await started({ variants: [{}, br] });
  const taskId = await own.submit(targets(10));
  own.queue.onLook = (order) => seenBy(order.node === 'edge-b' ? { '/3': 'absent', '/4': 'expired', '/5': 'unknown' } : {})(order);
  expect(await ask(own, taskId)).toEqual({
    totalLines: 10,
    nextOffset: 10,
    urls: 10,
    nodes: [
      { node: 'edge-a', layer: 'edge', counts: counts({ fresh: 20 }) },
      { node: 'edge-b', layer: 'edge', counts: counts({ fresh: 14, absent: 2, expired: 2, unknown: 2 }), unknownBecause: because },
    ],
    missing: [
      { url: `http://${host}/3`, node: 'edge-b', variant: {}, sighting: { state: 'absent', because } },
      { url: `http://${host}/3`, node: 'edge-b', variant: br, sighting: { state: 'absent', because } },
      { url: `http://${host}/4`, node: 'edge-b', variant: {}, sighting: { state: 'expired', because } },
      { url: `http://${host}/4`, node: 'edge-b', variant: br, sighting: { state: 'expired', because } },
    ],
    missingLeftOut: 0,
  });
});

test('pages follow each other; a line that repeats an earlier one, of this page or another, is asked for once', async () => {
  await using own = await started();
  const lines = [...targets(6), ...targets(3), ...targets(2, host, 6)];
  const taskId = await own.submit(lines);
  const asked: string[] = [];
  own.queue.onLook = (order) => {
    if (order.node === 'edge-a') asked.push(...order.urls.map(({ url }) => new URL(url).pathname));
    return seenBy()(order);
  };
  const urls: number[] = [];
  for (let offset = 0; offset < lines.length;) {
    const page = await ask(own, taskId, { offset, limit: 4 });
    urls.push(page.urls);
    expect(page.totalLines).toBe(11);
    offset = page.nextOffset;
  }
  expect(urls).toEqual([4, 2, 2]);
  expect(asked).toEqual(['/0', '/1', '/2', '/3', '/4', '/5', '/6', '/7']);
  expect(await ask(own, taskId, { offset: 11 })).toMatchObject({ nextOffset: 11, urls: 0 });
  expect(await ask(own, taskId, { offset: 4000 })).toMatchObject({ nextOffset: 11, urls: 0 });
});

test('directories are no objects that could be asked for', async () => {
  await using own = await started();
  const taskId = await own.refresh([target(`http://${host}/a/`), target(`http://${host}/b/`)], { type: 'dir' });
  own.queue.onLook = () => {
    throw new Error('nobody should be asked');
  };
  expect(await ask(own, taskId)).toMatchObject({
    totalLines: 2,
    nextOffset: 2,
    urls: 0,
    nodes: [{ counts: counts({}) }, { counts: counts({}) }],
  });
});

test('nodes, domains and addresses that are gone from the configuration are unknown, and nobody is asked', async () => {
  await using own = await started();
  const taskId = await own.submit([...targets(3), target(`http://${host}/x`)]);
  await own.restart({ nodes: [node('edge-a')], domains: [domain(host, ['edge-a'])] });
  own.queue.onLook = seenBy();
  expect((await ask(own, taskId)).nodes).toMatchObject([
    { node: 'edge-a', counts: counts({ fresh: 4 }) },
    { node: 'edge-b', counts: counts({ unknown: 4 }), unknownBecause: 'the node was taken out of the configuration' },
  ]);
  await own.restart({ nodes: [node('edge-a'), node('edge-b')], domains: [domain(host, ['edge-b'])] });
  own.queue.onLook = seenBy();
  expect((await ask(own, taskId)).nodes[0]).toMatchObject({ unknownBecause: `the node does not serve ${host} any more` });
  await own.restart({ domains: [domain(host, ['edge-a', 'edge-b'], { project: 'org-other' })] });
  expect((await ask(own, taskId)).nodes[0]).toMatchObject({ unknownBecause: `${host} is no domain of the project any more` });
});

test('a task that is not there, or of another project, is none', async () => {
  await using own = await started();
  const taskId = await own.submit(targets(1));
  const of = (project: string, id: string) => own.control.coverage({ project, taskId: id, offset: 0, limit: 1 });
  expect(await of('org-main', 'nope')).toBeUndefined();
  expect(await of('org-other', taskId)).toBeUndefined();
});

test('domains and schemes may be mixed: each line is asked for at the nodes of its own', async () => {
  await using own = await scene({
    nodes: [node('edge-a', { sharedSchemes: true }), node('edge-b', { sharedSchemes: true })],
    domains: [domain('a.test', ['edge-a']), domain('b.test', ['edge-b'])],
  });
  const lines = ['http://a.test/1', 'http://b.test/1', 'https://a.test/1', 'http://a.test/2'].map(target);
  const taskId = await own.submit(lines);
  own.queue.onLook = seenBy({ '/2': 'absent' });
  const coverage = await ask(own, taskId);
  expect(coverage).toMatchObject({
    urls: 4,
    nodes: [
      { node: 'edge-a', counts: counts({ fresh: 2, absent: 1 }) },
      { node: 'edge-b', counts: counts({ fresh: 1 }) },
    ],
    missing: [{ url: 'http://a.test/2', node: 'edge-a' }],
  });
});

test('a node that fails is asked once a page, and the others go on', async () => {
  await using own = await started();
  const taskId = await own.submit(targets(120));
  let failures = 0;
  own.queue.onLook = (order) => {
    if (order.node === 'edge-b') return seenBy()(order);
    failures += 1;
    throw new Error('the engine was started anew');
  };
  expect((await ask(own, taskId)).nodes).toMatchObject([
    { counts: counts({ unknown: 120 }), unknownBecause: 'the engine was started anew' },
    { counts: counts({ fresh: 120 }) },
  ]);
  expect(failures).toBe(1);
});

test('a page that takes too long ends early, with what it has, and the next goes on from there', async () => {
  let clockMs = Date.UTC(2026, 10, 24, 8);
  await using own = await scene({ nodes: [node('edge-a')], domains: [domain(host, ['edge-a'])] }, () => clockMs);
  const taskId = await own.submit(targets(120));
  own.queue.onLook = (order) => {
    clockMs += 6000;
    return seenBy()(order);
  };
  expect(await ask(own, taskId)).toMatchObject({
    totalLines: 120,
    nextOffset: 100,
    urls: 100,
    nodes: [{ counts: counts({ fresh: 100 }) }],
  });
  expect(await ask(own, taskId, { offset: 100 })).toMatchObject({ nextOffset: 120, urls: 20 });
});

test('no more than eight orders are out at once, over all callers', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `edge-${index}`);
  await using own = await scene({ nodes: names.map((name) => node(name)), domains: [domain(host, names)] });
  const taskId = await own.submit(targets(2));
  let out = 0;
  let most = 0;
  own.queue.onLook = async (order) => {
    out += 1;
    most = Math.max(most, out);
    await new Promise(setImmediate);
    out -= 1;
    return seenBy()(order);
  };
  await Promise.all([ask(own, taskId), ask(own, taskId), ask(own, taskId)]);
  expect(most).toBe(8);
});

test('what is missing is bounded, and the rest counted', async () => {
  await using own = await started({ variants: [{}, { A: '1' }, { A: '2' }] });
  const taskId = await own.submit(targets(400));
  own.queue.onLook = ({ urls, variants }) =>
    urls.map(({ url }) => ({ url, variants: variants.map(() => ({ state: 'absent', because: 'gone' })) }));
  const { missing, missingLeftOut } = await ask(own, taskId);
  expect([missing.length, missingLeftOut]).toEqual([1000, 1400]);
});
