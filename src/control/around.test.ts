import { describe, expect, test } from 'vitest';
import type { SubmitRequest } from './control.ts';
import { had } from './testing/fakequeue.ts';
import { domain, node, scene, target, targets, type Scene } from './testing/scene.ts';

const one = { nodes: [node('a')], domains: [domain('cdn.test', ['a'])] };
const failed = { ...had, status: 'failed', reason: 'timeout', message: 'too slow' } as const;

async function submit(s: Scene, more: Partial<SubmitRequest>): Promise<string> {
  return (await s.control.submitPrefetch({ project: 'org-main', by: 'key', urls: targets(1), ...more })).taskId;
}

async function after(s: Scene, taskId: string): Promise<NonNullable<SubmitRequest['after']>> {
  return { task: (await s.task(taskId)).task, taskId };
}

describe('an urgent task', () => {
  test('goes out while a large one fills the node, and is told so', async () => {
    await using s = await scene(one);
    await s.submit(targets(1000));
    await s.out(2);
    await submit(s, { urls: [target('http://cdn.test/urgent')], priority: 9, comment: 'at once' });
    const out = await s.out(3);
    expect(out.at(-1)).toMatchObject({ priority: 9, urls: [{ url: 'http://cdn.test/urgent' }] });
    expect(out[0]).not.toHaveProperty('priority');
  });

  test('is not taken up behind more than are taken up at once', async () => {
    await using s = await scene({ ...one, domains: [domain('cdn.test', ['a'])] });
    for (let task = 0; task < 1002; task += 1) await s.submit(targets(1, 'cdn.test', task));
    await s.out(2);
    await submit(s, { urls: [target('http://cdn.test/urgent')], priority: 6 });
    expect((await s.out(3)).at(-1)).toMatchObject({ urls: [{ url: 'http://cdn.test/urgent' }] });
  });
});

describe('a task that starts after another', () => {
  test('starts when that has ended in success', async () => {
    await using s = await scene(one);
    const first = await s.submit(targets(1));
    const second = await submit(s, { urls: targets(1, 'cdn.test', 5), after: await after(s, first) });
    const out = await s.out(1);
    expect(await s.task(second)).toMatchObject({ status: 'waiting', after: first });
    await s.queue.end(out);
    await s.queue.end(await s.out(1));
    expect((await s.task(second)).status).toBe('succeeded');
  });

  test('waits on over a restart, and never starts if the first fails; nor does what starts after it', async () => {
    await using s = await scene(one);
    const first = await s.submit(targets(1));
    const second = await submit(s, { urls: targets(1, 'cdn.test', 5), after: await after(s, first) });
    const third = await submit(s, { urls: targets(1, 'cdn.test', 6), after: await after(s, second) });
    await s.restart();
    await s.queue.end(await s.out(1), failed);
    for (const taskId of [second, third]) expect((await s.task(taskId)).status).toBe('failed');
    const { urls } = await s.store.readUrls((await s.task(second)).task, { offset: 0, limit: 1 });
    expect(urls[0]?.nodes[0]?.outcome).toMatchObject({ reason: 'cancelled', message: expect.stringContaining(`after task ${first}`) });
    expect(s.queue.items).toEqual([]);
    expect(await s.store.countOpenUrls()).toBe(0);
  });

  test('starts after a restart as well', async () => {
    await using s = await scene(one);
    const first = await s.submit(targets(1));
    const second = await submit(s, { urls: targets(1, 'cdn.test', 5), after: await after(s, first) });
    await s.restart();
    await s.queue.end(await s.out(1));
    await s.queue.end(await s.out(1));
    expect((await s.task(second)).status).toBe('succeeded');
  });

  test('starts at once, or ends at once, when the first has ended before', async () => {
    await using s = await scene(one);
    const good = await s.submit(targets(1));
    await s.queue.end(await s.out(1));
    const bad = await s.submit(targets(1));
    await s.queue.end(await s.out(1), failed);
    expect((await s.task(await submit(s, { after: await after(s, bad) }))).status).toBe('failed');
    const starts = await submit(s, { after: await after(s, good) });
    await s.queue.end(await s.out(1));
    expect((await s.task(starts)).status).toBe('succeeded');
  });

  test('can be cancelled while it waits, and does not start then', async () => {
    await using s = await scene(one);
    const first = await s.submit(targets(1));
    const second = await submit(s, { urls: targets(1, 'cdn.test', 5), after: await after(s, first) });
    const out = await s.out(1);
    expect(await s.control.cancel(await s.task(second), 'somebody')).toBe(true);
    await s.queue.end(out);
    const third = await s.submit(targets(1, 'cdn.test', 6));
    expect((await s.out(1))[0]?.urls[0]?.url).toBe('http://cdn.test/6');
    expect((await s.task(third)).status).toBe('waiting');
    expect((await s.task(second)).status).toBe('failed');
  });
});

describe('a part of the nodes', () => {
  const layered = {
    nodes: [node('shield', { layer: 'mid' }), node('east', { region: 'r1' }), node('west', { region: 'r2' }), node('foreign')],
    domains: [domain('cdn.test', ['shield', 'east', 'west']), domain('other.test', ['foreign'], { project: 'org-other' })],
  };

  test.each([
    [{ names: ['west', 'shield'] }, ['shield', 'west']],
    [{ region: 'r1' }, ['east']],
    [{ layer: 'edge' }, ['east', 'west']],
    [{ layer: 'edge', names: ['shield', 'west'] }, ['west']],
  ] as const)('%j is %j', async (selection, nodes) => {
    await using s = await scene(layered);
    expect((await s.task(await submit(s, { selection }))).plan.nodes.map(({ name }) => name)).toEqual(nodes);
  });

  test.each([
    [{ names: ['east', 'nowhere'] }, 'node_unknown', 'nowhere'],
    [{ names: ['foreign'] }, 'node_unknown', 'foreign'],
    [{ region: 'r3' }, 'domain_without_nodes', 'cdn.test'],
  ] as const)('%j is refused as %s', async (selection, kind, subject) => {
    await using s = await scene(layered);
    await expect(submit(s, { selection })).rejects.toMatchObject({ kind, subject });
    expect(await s.store.countOpenUrls()).toBe(0);
  });
});

describe('request headers', () => {
  const headers = [{ name: 'Accept-Encoding', value: 'br' }] as const;
  const varied = { nodes: [node('a')], domains: [domain('cdn.test', ['a'], { variants: [{}, { 'accept-encoding': 'gzip' }] })] };

  test('are set in every variant of a prefetch; what becomes the same is fetched once', async () => {
    await using s = await scene(varied);
    expect((await s.task(await submit(s, { headers }))).plan.domains[0]?.variants).toEqual([{ 'Accept-Encoding': 'br' }]);
  });

  test('of a refresh make variants beside the domain’s own: what is stored under those must go as well', async () => {
    await using s = await scene(varied);
    const order = { type: 'file', mode: 'delete', thenPrefetch: false } as const;
    const { taskId } = await s.control.submitRefresh({ project: 'org-main', by: 'key', urls: targets(1), headers, order });
    expect((await s.task(taskId)).plan.domains[0]?.variants).toEqual([{}, { 'accept-encoding': 'gzip' }, { 'Accept-Encoding': 'br' }]);
  });
});

describe('what is for a part of a domain', () => {
  const nodes = [node('a'), node('b')];
  const br = [{ name: 'Accept-Encoding', value: 'br' }] as const;
  const order = { type: 'file', mode: 'delete', thenPrefetch: true } as const;
  const plain = [{}];

  test.each([
    ['all of it', plain, {}, undefined],
    ['all its nodes by name', plain, { selection: { names: ['b', 'a'] } }, undefined],
    ['one of its nodes', plain, { selection: { names: ['b'] } }, true],
    ['another variant', plain, { headers: br }, true],
    ['its own variant, written otherwise', [{ 'accept-encoding': 'br' }], { headers: br }, undefined],
    ['more variants, refreshed', plain, { headers: br, order }, undefined],
    ['one of its nodes, refreshed', plain, { selection: { names: ['b'] }, order }, true],
  ] as const)('is marked so: %s', async (_what, variants, more, isAside) => {
    await using s = await scene({ nodes, domains: [domain('cdn.test', ['a', 'b'], { variants })] });
    const request = { project: 'org-main', by: 'key', urls: targets(1), ...more };
    const { taskId } = await ('order' in request ? s.control.submitRefresh(request) : s.control.submitPrefetch(request));
    expect((await s.task(taskId)).plan.domains[0]?.isAside).toBe(isAside);
  });
});

describe('a dry run', () => {
  test('tells what each node would get, and stores and counts nothing', async () => {
    const variants = [{}, { 'Accept-Encoding': 'br' }];
    await using s = await scene({
      nodes: [node('a'), node('b')],
      domains: [domain('cdn.test', ['a', 'b'], { variants }), domain('two.test', ['b'])],
    });
    const urls = [...targets(2), target('http://cdn.test/0'), target('http://two.test/x')];
    expect(await s.control.dryRun({ project: 'org-main', by: 'key', urls })).toEqual({
      nodes: [
        { node: 'a', layer: 'edge', urls: 2, objects: 4 },
        { node: 'b', layer: 'edge', urls: 3, objects: 5 },
      ],
    });
    expect(await s.control.countsToday('cdn.test')).toMatchObject({ prefetch: 0 });
    expect(await s.store.countOpenUrls()).toBe(0);
  });

  test('is refused as the submit would be', async () => {
    await using s = await scene({ ...one, domains: [domain('cdn.test', ['a'], { quota: { prefetch: 2 } })], queuedUrls: 4 });
    const dry = (count: number) => s.control.dryRun({ project: 'org-main', by: 'key', urls: targets(count) });
    await expect(dry(3)).rejects.toMatchObject({ kind: 'quota_exceeded' });
    await expect(dry(5)).rejects.toMatchObject({ kind: 'queue_full' });
    await expect(s.control.dryRun({ project: 'org-main', by: 'key', urls: [target('http://no.test/')] })).rejects.toMatchObject({
      kind: 'domain_unknown',
    });
    await expect(dry(2)).resolves.toMatchObject({ nodes: [{ node: 'a', urls: 2 }] });
  });
});
