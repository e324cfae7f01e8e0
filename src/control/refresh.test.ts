import { describe, expect, test } from 'vitest';
import type { Report, WorkItem } from '../tasks/work.ts';
import { endedReports, had } from './testing/fakequeue.ts';
import { domain, node, scene, target, targets, type Scene } from './testing/scene.ts';

const unsupported = { ...had, status: 'failed', reason: 'unsupported', message: 'this node has no way to forget a directory' } as const;

/** A shield before two edges. */
function layered(purgeLayerMs = 60_000): Promise<Scene> {
  return scene({
    nodes: [node('east'), node('west'), node('shield', { layer: 'mid' })],
    domains: [domain('cdn.test', ['east', 'west', 'shield'])],
    purgeLayerMs,
  });
}

/** What is out, one line an item. */
function shown(s: Scene): string[] {
  return s.queue.items.map((item) => `${item.kind} ${item.node}`).sort();
}

describe('a refresh', () => {
  test('of files is confirmed on the shield before the edges are purged', async () => {
    await using s = await layered();
    const taskId = await s.refresh(targets(3));
    expect(await s.out(1)).toMatchObject([{ kind: 'purge', node: 'shield', scope: 'object', mode: 'delete' }]);
    await s.queue.end(s.queue.items);
    await s.out(2);
    expect(shown(s)).toEqual(['purge east', 'purge west']);
    await s.queue.end(s.queue.items);
    expect(await s.task(taskId)).toMatchObject({ kind: 'refresh', status: 'succeeded', counts: { succeeded: 3 } });
  });

  test('of a directory asks for the subtree, and a node that can’t fails its URL', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const taskId = await s.refresh(targets(1), { type: 'dir', mode: 'expire' });
    expect(await s.out(1)).toMatchObject([{ kind: 'purge', scope: 'subtree', mode: 'expire' }]);
    await s.queue.end(s.queue.items, unsupported);
    expect((await s.task(taskId)).status).toBe('failed');
  });

  test('needs no domain that may be prefetched', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'], { prefetch: false })] });
    await s.refresh(targets(1));
    expect(await s.out(1)).toHaveLength(1);
    await expect(s.refresh(targets(1), { thenPrefetch: true })).rejects.toMatchObject({ kind: 'prefetch_disabled' });
  });

  test('has begun, for all to see, before any node can have heard of it', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const statuses: Promise<string>[] = [];
    const publish = s.queue.publish.bind(s.queue);
    s.queue.publish = (item) => {
      statuses.push(
        s.control
          .listTasks({ project: 'org-main', window: { beginS: 0, endS: 2 ** 31 - 1 } }, { offset: 0, limit: 1 })
          .then(([task]) => task?.status ?? 'none'),
      );
      publish(item);
    };
    await s.refresh(targets(1));
    await s.out(1);
    expect(await Promise.all(statuses)).toEqual(['running']);
  });

  test('waits behind no prefetch', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    for (let count = 0; count < 5; count += 1) await s.submit(targets(1000, 'cdn.test', count * 1000));
    await s.out(2);
    await s.refresh(targets(1));
    await s.out(3);
    expect(shown(s)).toEqual(['pull a', 'pull a', 'purge a']);
  });
});

describe('a shield that does not confirm', () => {
  test('holds the edges back for purgeLayerMs only; they are purged then, and again after it', async () => {
    await using s = await layered(50);
    const taskId = await s.refresh(targets(1));
    await s.out(3);
    expect(shown(s)).toEqual(['purge east', 'purge shield', 'purge west']);

    // Early results say nothing, good or bad.
    const early = s.queue.items.filter(({ node: name }) => name !== 'shield');
    await s.queue.end(early.slice(0, 1));
    await s.queue.end(early.slice(1), unsupported);
    expect(await s.task(taskId)).toMatchObject({ counts: { succeeded: 0, failed: 0 } });

    await s.queue.end(s.queue.items);
    await s.out(2);
    expect(shown(s)).toEqual(['purge east', 'purge west']);
    await s.queue.end(s.queue.items);
    expect((await s.task(taskId)).status).toBe('succeeded');
  });
});

describe('a refresh that warms again', () => {
  test('purges shield and edges, then pulls through shield and edges, and ends with the pulls', async () => {
    await using s = await layered();
    const taskId = await s.refresh(targets(2), { thenPrefetch: true });
    const seen: string[][] = [];
    const statuses: string[] = [];
    for (const count of [1, 2, 1, 2]) {
      await s.out(count);
      seen.push(shown(s));
      await s.queue.end(s.queue.items);
      statuses.push((await s.task(taskId)).status);
    }
    expect(statuses).toEqual(['running', 'running', 'running', 'succeeded']);
    expect(seen).toEqual([['purge shield'], ['purge east', 'purge west'], ['pull shield'], ['pull east', 'pull west']]);
  });

  test('does not pull through a node that could not be purged: it would warm the old body', async () => {
    await using s = await layered();
    const taskId = await s.refresh(targets(1), { thenPrefetch: true });
    await s.queue.end(await s.out(1));
    const [east, west] = await s.out(2);
    await s.queue.end([east!], unsupported);
    await s.queue.end([west!]);
    await s.queue.end(await s.out(1));
    await s.out(1);
    expect(shown(s)).toEqual([`pull ${west!.node}`]);
    expect(s.queue.items).toMatchObject([{ fenced: true }]);
    await s.queue.end(s.queue.items);
    expect(await s.task(taskId)).toMatchObject({ status: 'failed', counts: { failed: 1 } });
  });

  test('begins again with the purge after a restart in its midst', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const taskId = await s.refresh(targets(2), { thenPrefetch: true });
    await s.queue.end(await s.out(1));
    const [pull] = await s.out(1);
    await s.queue.report(endedReports(pull!).slice(0, 1));
    await s.restart();
    expect(await s.out(1)).toMatchObject([{ kind: 'purge', urls: [{ url: 'http://cdn.test/1' }] }]);
    await s.queue.end(s.queue.items);
    await s.queue.end(await s.out(1));
    expect((await s.task(taskId)).status).toBe('succeeded');
  });
});

describe('a refresh of playlists', () => {
  const playlist = target('http://cdn.test/live.m3u8');
  const found = (item: WorkItem, urls: readonly string[]): Report => ({
    kind: 'found',
    task: item.task,
    urlId: item.urls[0]!.id,
    nodeIndex: item.nodeIndex,
    item: item.id,
    urls,
  });

  test('is read through one node, and what it names is purged as lines of the same task', async () => {
    await using s = await layered();
    const taskId = await s.refresh([playlist], { type: 'm3u8' });
    const [onShield] = await s.out(1);
    expect(onShield).toMatchObject({ node: 'shield', readsPlaylist: true });
    const segments = ['http://cdn.test/1.ts', 'http://cdn.test/2.ts'];
    await s.queue.report([found(onShield!, segments)]);
    // The same again, as after a crash of the engine, adds nothing.
    await s.queue.end([onShield!], undefined);
    for (let round = 0; round < 4 && (await s.task(taskId)).status === 'running'; round += 1) {
      await expect.poll(() => s.queue.items.length, { timeout: 10_000 }).toBeGreaterThan(0);
      expect(s.queue.items.every((item) => !('readsPlaylist' in item))).toBe(true);
      await s.queue.end(s.queue.items);
    }
    const task = await s.task(taskId);
    expect(task).toMatchObject({ status: 'succeeded', urlCount: 3, counts: { succeeded: 3 } });
    const { urls } = await s.control.readUrls(task.task, { offset: 0, limit: 10 });
    expect(urls.map(({ text }) => text)).toEqual([playlist.text, ...segments]);
    expect(urls.every(({ nodes }) => nodes.length === 3)).toBe(true);
  });

  test('that names what is not ours says so; the rest is purged', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const taskId = await s.refresh([playlist], { type: 'm3u8' });
    const [item] = await s.out(1);
    await s.queue.report([found(item!, ['http://cdn.test/1.ts', 'http://ads.test/2.ts'])]);
    await s.queue.end([item!]);
    await s.queue.end(await s.out(1));
    const task = await s.task(taskId);
    expect(task).toMatchObject({ status: 'succeeded', counts: { succeeded: 2 } });
    const { urls } = await s.control.readUrls(task.task, { offset: 0, limit: 1 });
    expect(urls[0]?.nodes[0]?.outcome).toMatchObject({ status: 'succeeded', message: expect.stringContaining('ads.test') });
  });

  test('that name more than a task may hold in all have failed, and say how much was left out', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const taskId = await s.refresh([playlist, target('http://cdn.test/two.m3u8')], { type: 'm3u8' });
    const [item] = await s.out(1);
    const segments = (name: string) => Array.from({ length: 60_000 }, (_, index) => `http://cdn.test/${name}/${index}.ts`);
    const [one, two] = item!.urls;
    await s.queue.report([found(item!, segments('one')), { ...found(item!, segments('two')), urlId: two!.id }]);
    await s.queue.report(endedReports(item!));
    const { task } = await s.task(taskId);
    const { urls } = await s.control.readUrls(task, { offset: 0, limit: 2 });
    expect(one!.id).toBeLessThan(two!.id);
    expect(urls.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
    expect(urls[1]?.nodes[0]?.outcome?.message).toContain('20000 of this one found no room');
  });
});
