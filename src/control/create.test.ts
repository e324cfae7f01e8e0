import { describe, expect, test, vi } from 'vitest';
import { endedReports, had } from './testing/fakequeue.ts';
import { domain, node, scene, target, targets } from './testing/scene.ts';

const failed = { ...had, status: 'failed', reason: 'http_status', message: 'answered 404', httpStatus: 404 } as const;

describe('a submit', () => {
  test('becomes runs of at most 200 lines for each node, two of a project out at a time', async () => {
    await using s = await scene({ nodes: [node('a'), node('b')], domains: [domain('cdn.test', ['a', 'b'])] });
    await s.submit(targets(1000));
    const out = await s.out(4);
    expect(out.map((item) => [item.node, item.urls.length])).toEqual([
      ['a', 200],
      ['a', 200],
      ['b', 200],
      ['b', 200],
    ]);
    await s.queue.end(out.filter((item) => item.node === 'a'));
    const next = await s.out(4);
    expect(next.filter((item) => item.node === 'a').map((item) => item.urls[0]?.url)).toEqual([
      'http://cdn.test/400',
      'http://cdn.test/600',
    ]);
  });

  test('asks for a line that repeats an earlier one once and answers for both', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const taskId = await s.submit([target('http://cdn.test/x'), target('http://cdn.test/y'), target('http://cdn.test/x')]);
    const out = await s.out(1);
    expect(out[0]?.urls.map(({ url }) => url)).toEqual(['http://cdn.test/x', 'http://cdn.test/y']);
    await s.queue.end(out);
    expect(await s.task(taskId)).toMatchObject({ status: 'succeeded', urlCount: 3, counts: { succeeded: 3 } });
  });

  test('of several domains pulls each URL through its own domain’s nodes only', async () => {
    await using s = await scene({
      nodes: [node('a'), node('b')],
      domains: [domain('one.test', ['a']), domain('two.test', ['a', 'b'], { variants: [{}, { 'Accept-Encoding': 'br' }] })],
    });
    const taskId = await s.submit([target('http://one.test/1'), target('http://two.test/2')]);
    const out = await s.out(3);
    expect(out.map((item) => [item.node, item.domain, item.urls.map(({ url }) => url), item.variants.length])).toEqual([
      ['a', 'one.test', ['http://one.test/1'], 1],
      ['a', 'two.test', ['http://two.test/2'], 2],
      ['b', 'two.test', ['http://two.test/2'], 2],
    ]);
    await s.queue.end(out);
    expect((await s.task(taskId)).status).toBe('succeeded');
  });

  const refusals = [
    ['domain_unknown', 'http://foreign.test/x', 'foreign.test is no domain of project org-main'],
    ['domain_unknown', 'http://other.test/x', 'other.test is no domain of project org-main'],
    ['prefetch_disabled', 'http://off.test/x', 'prefetch is switched off for off.test'],
    ['domain_without_nodes', 'http://bare.test/x', 'bare.test has no node'],
    ['scheme_not_served', 'https://cdn.test/x', 'https:// of cdn.test is not served by node a'],
  ] as const;
  test.each(refusals)('is refused as %s for %s and stores nothing', async (kind, url, sentence) => {
    await using s = await scene({
      nodes: [node('a')],
      domains: [
        domain('cdn.test', ['a']),
        domain('other.test', ['a'], { project: 'org-other' }),
        domain('off.test', ['a'], { prefetch: false }),
        domain('bare.test', []),
      ],
    });
    const submit = s.submit([target('http://cdn.test/fine'), target(url)]);
    await expect(submit).rejects.toMatchObject({ name: 'Refusal', kind, line: 1 });
    await expect(submit).rejects.toThrow(sentence);
    expect(await s.store.countOpenUrls()).toBe(0);
  });

  test('is refused when the queue would grow past its bound, and taken when some have ended', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])], queuedUrls: 5 });
    await s.submit(targets(4));
    await expect(s.submit(targets(2))).rejects.toMatchObject({ kind: 'queue_full' });
    await s.queue.end(await s.out(1));
    await s.submit(targets(2));
  });

  test('through a node with one address for both schemes takes https too', async () => {
    await using s = await scene({ nodes: [node('a', { sharedSchemes: true })], domains: [domain('cdn.test', ['a'])] });
    await s.submit([target('https://cdn.test/x')]);
    expect((await s.out(1))[0]?.urls[0]?.url).toBe('https://cdn.test/x');
  });
});

describe('layers', () => {
  test('an edge gets a run when every shield has ended with it, failed or not', async () => {
    await using s = await scene({
      nodes: [node('edge'), node('shield-1', { layer: 'mid' }), node('shield-2', { layer: 'mid' })],
      domains: [domain('cdn.test', ['edge', 'shield-1', 'shield-2'])],
    });
    const taskId = await s.submit(targets(250));
    const mid = await s.out(4);
    expect(new Set(mid.map((item) => item.node))).toEqual(new Set(['shield-1', 'shield-2']));
    const firstRun = mid.filter((item) => item.urls.length === 200);
    await s.queue.end(firstRun.slice(0, 1));
    await s.queue.end(firstRun.slice(1), failed);
    const edge = (await s.out(3)).filter((item) => item.node === 'edge');
    expect(edge.map((item) => item.urls.length)).toEqual([200]);
    await s.queue.end(s.queue.items);
    await s.queue.end(await s.out(1));
    expect(await s.task(taskId)).toMatchObject({ status: 'failed', counts: { failed: 200, succeeded: 50 } });
  });

  test('a slow node holds back no other', async () => {
    await using s = await scene({ nodes: [node('slow'), node('quick')], domains: [domain('cdn.test', ['slow', 'quick'])] });
    await s.submit(targets(1000));
    await s.out(4);
    for (let left = 5; left > 0;) {
      const quick = s.queue.items.filter((item) => item.node === 'quick');
      left -= quick.length;
      await s.queue.end(quick);
      await s.out(2 + Math.min(2, left));
    }
    expect(s.queue.items.map((item) => item.node)).toEqual(['slow', 'slow']);
  });
});

describe('projects', () => {
  test('one’s thousands don’t stand in the way of another’s ten', async () => {
    await using s = await scene({
      nodes: [node('a')],
      domains: [domain('cdn.test', ['a']), domain('small.test', ['a'], { project: 'org-small' })],
    });
    for (let count = 0; count < 20; count += 1) await s.submit(targets(1000, 'cdn.test', count * 1000));
    await s.submit(targets(10, 'small.test'), 'org-small');
    const out = await s.out(3);
    expect(out.filter((item) => item.lane === 'org-small').map((item) => item.urls.length)).toEqual([10]);
  });

  test('more tasks than are taken up at once all come to their end', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    for (let count = 0; count < 1300; count += 1) await s.submit(targets(1, 'cdn.test', count));
    const ended = new Set<string>();
    while (ended.size < 1300) {
      await expect.poll(() => s.queue.items.length, { timeout: 10_000 }).toBeGreaterThan(0);
      for (const item of s.queue.items) ended.add(item.urls[0]?.url ?? '');
      await s.queue.end(s.queue.items);
    }
    expect(await s.store.countOpenUrls()).toBe(0);
  });
});

describe('what goes wrong', () => {
  test('after a restart goes on with what had not ended, on the nodes that had not', async () => {
    await using s = await scene({ nodes: [node('a'), node('b')], domains: [domain('cdn.test', ['a', 'b'])] });
    const taskId = await s.submit(targets(3));
    const [onA] = await s.out(2);
    const half = endedReports(onA!).slice(0, 2);
    await s.queue.report(half);
    await s.restart();
    const out = await s.out(2);
    expect(out.map((item) => [item.node, item.urls.map(({ url }) => url)])).toEqual([
      ['a', ['http://cdn.test/2']],
      ['b', ['http://cdn.test/0', 'http://cdn.test/1', 'http://cdn.test/2']],
    ]);
    await s.queue.end(out);
    expect((await s.task(taskId)).status).toBe('succeeded');
  });

  test('an engine that dies gets its work again, and what it had reported counts once', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const taskId = await s.submit(targets(2));
    const [first] = await s.out(1);
    await s.queue.report(endedReports(first!).slice(0, 1));
    s.queue.lose();
    const [second] = await s.out(1);
    expect(second?.id).not.toBe(first?.id);
    expect(second?.urls.map(({ url }) => url)).toEqual(['http://cdn.test/1']);
    await s.queue.report(endedReports(first!, failed));
    expect(await s.task(taskId)).toMatchObject({ status: 'failed', counts: { succeeded: 1, failed: 1 } });
    await s.queue.end([second!]);
    expect(await s.task(taskId)).toMatchObject({ counts: { succeeded: 1, failed: 1 } });
  });

  test('a node that left the configuration can’t be known; the others go on', async () => {
    await using s = await scene({ nodes: [node('a'), node('b')], domains: [domain('cdn.test', ['a', 'b'])] });
    const taskId = await s.submit(targets(2));
    await s.out(2);
    await s.restart({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    await s.queue.end(await s.out(1));
    expect(await s.task(taskId)).toMatchObject({ status: 'unknown', counts: { unknown: 2 } });
    const { urls } = await s.control.readUrls((await s.task(taskId)).task, { offset: 0, limit: 1 });
    expect(urls[0]?.nodes[1]).toMatchObject({ node: 'b', outcome: { status: 'unknown', reason: 'removed' } });
  });

  test('outcomes that can’t be stored are tried again until they can', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const taskId = await s.submit(targets(1));
    const record = vi.spyOn(s.store, 'record').mockRejectedValueOnce(new Error('disk full'));
    await s.queue.end(await s.out(1));
    expect(record).toHaveBeenCalledTimes(2);
    expect((await s.task(taskId)).status).toBe('succeeded');
    expect(s.log.error).toHaveBeenCalledWith(expect.objectContaining({ reports: 1 }), expect.stringContaining('trying again'));
  });

  test('a run that could not be read from the store is released by a later passage', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    vi.spyOn(s.store, 'openUrls').mockRejectedValueOnce(new Error('disk on fire'));
    await s.submit(targets(1));
    expect(await s.out(1)).toMatchObject([{ node: 'a' }]);
  });

  test('is told with the task that it came of, even when the passage began for another', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const fault = new Error('disk on fire');
    const { openUrls } = s.store;
    const broken = vi.spyOn(s.store, 'openUrls').mockRejectedValue(fault);
    const first = await s.submit(targets(1));
    await expect.poll(() => s.log.error.mock.calls).toContainEqual([{ err: fault, taskId: first }, 'release failed; trying again']);
    const { task } = await s.task(first);
    broken.mockImplementation(async (of, ...run) => (of === task ? Promise.reject(fault) : openUrls.call(s.store, of, ...run)));
    s.log.error.mockClear();
    await s.submit(targets(1, 'cdn.test', 1));
    expect(await s.out(1)).toMatchObject([{ urls: [{ url: 'http://cdn.test/1' }] }]);
    await expect.poll(() => s.log.error.mock.calls.length).toBeGreaterThan(0);
    expect(s.log.error.mock.calls.map(([fields]) => fields)).toEqual(s.log.error.mock.calls.map(() => ({ err: fault, taskId: first })));
  });

  test('that came of no task is told with the one that the passage began for', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const fault = new Error('disk on fire');
    vi.spyOn(s.store, 'unfinishedTasks').mockRejectedValueOnce(fault);
    const taskId = await s.submit(targets(1));
    await expect.poll(() => s.log.error.mock.calls).toContainEqual([{ err: fault, taskId }, 'release failed; trying again']);
    await s.out(1);
  });
});

describe('pause', () => {
  test('is told to the queue at once and again after a restart, until it is resumed', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    await s.control.pause({ kind: 'domain', name: 'cdn.test' }, 'key');
    expect(s.queue.paused).toMatchObject([{ kind: 'domain', name: 'cdn.test' }]);
    await s.restart();
    expect(s.queue.paused).toMatchObject([{ kind: 'domain', name: 'cdn.test', by: 'key' }]);
    expect(await s.control.resume({ kind: 'domain', name: 'cdn.test' })).toBe(true);
    expect(await s.control.resume({ kind: 'domain', name: 'cdn.test' })).toBe(false);
    expect(s.queue.paused).toEqual([]);
  });
});

test('progress follows the bodies that flow, as the mean over the nodes', async () => {
  await using s = await scene({ nodes: [node('a'), node('b')], domains: [domain('cdn.test', ['a', 'b'])] });
  const taskId = await s.submit(targets(1));
  const [a, b] = await s.out(2);
  const on = (item: typeof a) => ({ task: item!.task, urlId: item!.urls[0]!.id, nodeIndex: item!.nodeIndex, item: item!.id });
  const progress = async () => (await s.control.readUrls((await s.task(taskId)).task, { offset: 0, limit: 1 })).urls[0]?.progress;
  await s.queue.report([{ ...on(a), kind: 'advanced', receivedBytes: 50, expectedBytes: 100 }]);
  expect(await progress()).toBe(25);
  await s.queue.report([{ ...on(b), kind: 'advanced', receivedBytes: 30, expectedBytes: 100 }]);
  expect(await progress()).toBe(40);
  await s.queue.end([a!]);
  await s.queue.report([{ ...on(b), kind: 'advanced', receivedBytes: 40, expectedBytes: 100 }]);
  expect(await progress()).toBe(70);
  await s.queue.end([b!]);
  expect(await progress()).toBe(100);
});
