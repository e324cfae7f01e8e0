import { describe, expect, test } from 'vitest';
import type { Outcome } from '../tasks/outcome.ts';
import type { ManifestOrder } from '../tasks/manifest.ts';
import type { Report, WorkItem } from '../tasks/work.ts';
import { endedReports, had } from './testing/fakequeue.ts';
import { domain, node, scene, target, type Scene } from './testing/scene.ts';

const master = 'http://cdn.test/m.m3u8';
const failed = { ...had, status: 'failed', reason: 'timeout', message: 'too slow' } as const;

async function submit(s: Scene, manifests: ManifestOrder = {}): Promise<string> {
  return (await s.control.submitPrefetch({ project: 'org-main', by: 'key', urls: [target(master)], manifests })).taskId;
}

function found(item: WorkItem, urls: readonly string[]): Report {
  return { kind: 'found', task: item.task, urlId: item.urls[0]?.id ?? 0, nodeIndex: item.nodeIndex, item: item.id, urls };
}

/** What `node` made of a line of a task. */
async function outcomeOf(s: Scene, taskId: string, line: number, at = 0): Promise<Outcome | undefined> {
  const { urls } = await s.control.readUrls((await s.task(taskId)).task, { offset: line, limit: 1 });
  return urls[0]?.nodes[at]?.outcome;
}

function urlsOut(s: Scene): string[] {
  return s.queue.items.flatMap(({ node: name, urls }) => urls.map(({ url }) => `${name} ${url.replace('http://', '')}`));
}

describe('a prefetch that reads manifests', () => {
  test('asks every node to, and pulls what was found through all nodes of its domain, to be read no more', async () => {
    await using s = await scene({
      nodes: [node('a'), node('b'), node('c')],
      domains: [domain('cdn.test', ['a', 'b']), domain('more.test', ['c']), domain('closed.test', ['c'], { prefetch: false })],
    });
    const taskId = await submit(s, { firstSeconds: 30 });
    const out = await s.out(2);
    expect(out).toMatchObject([
      { node: 'a', kind: 'pull', manifests: { firstSeconds: 30 } },
      { node: 'b', kind: 'pull', manifests: { firstSeconds: 30 } },
    ]);
    const [a] = out;
    if (a === undefined) return;
    await s.queue.report([found(a, ['http://cdn.test/1.ts', 'http://more.test/2.ts', 'http://closed.test/3.ts'])]);
    await s.queue.end(out);
    await s.out(3);
    expect(new Set(urlsOut(s))).toEqual(new Set(['a cdn.test/1.ts', 'b cdn.test/1.ts', 'c more.test/2.ts']));
    expect(s.queue.items.some((item) => 'manifests' in item)).toBe(false);
    await s.queue.end(s.queue.items);
    expect(await s.task(taskId)).toMatchObject({ status: 'succeeded', urlCount: 3 });
    expect((await outcomeOf(s, taskId, 0))?.message).toBe(
      '1 of the URLs that it names are of no domain of this project that may be prefetched (closed.test) and were left alone',
    );
  });

  test('goes on after a restart in the midst: it is read again, and what was found before is not there twice', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const taskId = await submit(s, { maxBitrate: 1000 });
    const [before] = await s.out(1);
    if (before === undefined) return;
    await s.queue.report([found(before, ['http://cdn.test/1.ts'])]);
    await s.restart();
    const again = await s.out(2);
    expect(again).toMatchObject([
      { urls: [{ url: master }], manifests: { maxBitrate: 1000 } },
      { urls: [{ url: 'http://cdn.test/1.ts' }] },
    ]);
    const [item] = again;
    if (item === undefined) return;
    await s.queue.report([found(item, ['http://cdn.test/1.ts', 'http://cdn.test/2.ts'])]);
    await s.queue.end(again);
    await s.queue.end(await s.out(1));
    expect(await s.task(taskId)).toMatchObject({ status: 'succeeded', urlCount: 3, counts: { succeeded: 3 } });
  });

  test('leaves out what its key may not submit, and says so beside a failure, too', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const taskId = await submit(s, { within: [['cdn.test'], ['cdn.test/mine/', 'other.test']] });
    const [item] = await s.out(1);
    if (item === undefined) return;
    await s.queue.report([found(item, ['http://cdn.test/mine/1.ts', 'http://cdn.test/2.ts', 'http://cdn.test/mine/../3.ts'])]);
    await s.queue.end([item], failed);
    await s.out(1);
    expect(urlsOut(s)).toEqual(['a cdn.test/mine/1.ts']);
    expect(await outcomeOf(s, taskId, 0)).toMatchObject({
      status: 'failed',
      reason: 'timeout',
      message: 'too slow; 2 are beyond what the key may submit, and were left out',
    });
  });

  test('has failed where a task has no room for what it names, with how much that is', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const taskId = await submit(s);
    const [item] = await s.out(1);
    if (item === undefined) return;
    const many = Array.from({ length: 100_003 }, (_, index) => `http://cdn.test/${index}.ts`);
    await s.queue.report([found(item, many.slice(0, 60_000)), found(item, many.slice(60_000))]);
    await s.queue.report(endedReports(item));
    expect(await outcomeOf(s, taskId, 0)).toMatchObject({
      status: 'failed',
      reason: 'unsupported',
      message:
        'the playlists of one task may name 100000 URLs in all; 3 of this one found no room and were not warmed: prefetch it in a task of its own',
    });
  });

  test('counts what the engine found in vain, before its thread died, neither as an end nor twice', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const taskId = await submit(s);
    const [first] = await s.out(1);
    if (first === undefined) return;
    await s.queue.report([found(first, ['http://ads.test/1.ts'])]);
    s.queue.lose();
    const [second] = await s.out(1);
    if (second === undefined) return;
    // What comes late of the first: its finds can't be taken, so that its end must not count.
    await s.queue.report([found(first, ['http://cdn.test/1.ts']), ...endedReports(first)]);
    expect((await s.task(taskId)).status).toBe('running');
    await s.queue.report([found(second, ['http://ads.test/1.ts', 'http://cdn.test/1.ts'])]);
    await s.queue.end([second]);
    await s.queue.end(await s.out(1));
    expect(await s.task(taskId)).toMatchObject({ status: 'succeeded', urlCount: 2 });
    expect((await outcomeOf(s, taskId, 0))?.message).toMatch(/^1 of the URLs that it names/);
  });

  test('is so in a retry, too: only where it failed, and with what it was submitted with', async () => {
    await using s = await scene({ nodes: [node('a'), node('b')], domains: [domain('cdn.test', ['a', 'b'])] });
    const { taskId } = await s.control.submitPrefetch({
      project: 'org-main',
      by: 'key',
      urls: [target(master)],
      manifests: { firstSeconds: 9 },
      selection: { names: ['a'] },
    });
    await s.queue.end(await s.out(1), failed);
    const retried = (await s.control.retry({ task: await s.task(taskId), by: 'key' })).taskId;
    const [item] = await s.out(1);
    expect(item).toMatchObject({ node: 'a', manifests: { firstSeconds: 9 } });
    if (item === undefined) return;
    await s.queue.report([found(item, ['http://cdn.test/1.ts'])]);
    await s.queue.end([item]);
    await s.out(1);
    // Of the nodes that the first submit was for, and no others.
    expect(urlsOut(s)).toEqual(['a cdn.test/1.ts']);
    await s.queue.end(s.queue.items);
    expect(await s.task(retried)).toMatchObject({ status: 'succeeded', urlCount: 2 });
  });

  test('counts what was submitted in the quota; what is found counts as unfinished', async () => {
    await using s = await scene({
      nodes: [node('a')],
      domains: [domain('cdn.test', ['a'], { quota: { prefetch: 1 } })],
      queuedUrls: 2,
    });
    await submit(s);
    const [item] = await s.out(1);
    if (item === undefined) return;
    await s.queue.report([found(item, ['http://cdn.test/1.ts', 'http://cdn.test/2.ts'])]);
    expect(await s.control.countsToday('cdn.test')).toMatchObject({ prefetch: 1 });
    await expect(s.submit([target('http://cdn.test/other')])).rejects.toMatchObject({ kind: 'queue_full' });
  });
});
