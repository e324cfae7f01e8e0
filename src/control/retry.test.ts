import { describe, expect, test } from 'vitest';
import { endedReports, had } from './testing/fakequeue.ts';
import { domain, node, scene, targets, type Scene } from './testing/scene.ts';

const edges = { nodes: [node('a'), node('b'), node('c')], domains: [domain('cdn.test', ['a', 'b', 'c'], { quota: { prefetch: 4 } })] };
const failed = { ...had, status: 'failed', reason: 'timeout', message: 'too slow' } as const;
const unknown = { ...had, status: 'unknown', reason: 'unverified', message: 'who knows' } as const;

/** Of four URLs the first two fail on b, the third can't be known on a and c, the last is everywhere. */
async function failing(s: Scene): Promise<string> {
  const taskId = await s.submit(targets(4));
  const out = await s.out(3);
  await s.queue.report(
    out.flatMap((item) => {
      const lacks = item.node === 'b' ? [0, 1] : [2];
      const outcome = item.node === 'b' ? failed : unknown;
      return endedReports(item).map((report, line) =>
        report.kind === 'ended' && lacks.includes(line) ? Object.assign(report, { outcome }) : report,
      );
    }),
  );
  s.queue.items = [];
  return taskId;
}

async function retry(s: Scene, taskId: string): Promise<string> {
  return (await s.control.retry({ task: await s.task(taskId), by: 'somebody' })).taskId;
}

describe('a retry', () => {
  test('asks for what failed, and what can’t be known, on those nodes only', async () => {
    await using s = await scene(edges);
    const first = await failing(s);
    const second = await retry(s, first);
    const out = await s.out(3);
    expect(new Set(out.map((item) => [item.node, item.urls.map(({ url }) => url)]))).toEqual(
      new Set([
        ['a', ['http://cdn.test/2']],
        ['b', ['http://cdn.test/0', 'http://cdn.test/1']],
        ['c', ['http://cdn.test/2']],
      ]),
    );
    await s.queue.end(out);
    expect(await s.task(second)).toMatchObject({ status: 'succeeded', urlCount: 3, retryOf: first, submittedBy: 'somebody' });
    expect((await s.task(first)).status).toBe('failed');
  });

  test('counts in no quota, but is held to the bound of the queue', async () => {
    await using s = await scene(edges);
    const first = await failing(s);
    await retry(s, first);
    expect(await s.control.countsToday('cdn.test')).toMatchObject({ prefetch: 4 });
    s.control.reconfigure({ ...s.options, queuedUrls: 4 });
    await expect(retry(s, first)).rejects.toMatchObject({ kind: 'queue_full' });
  });

  test('of what has all succeeded, or failed only where it is no longer served, is refused', async () => {
    await using s = await scene(edges);
    const first = await failing(s);
    s.control.reconfigure({ ...s.options, domains: [domain('cdn.test', [])] });
    await expect(retry(s, first)).rejects.toMatchObject({ kind: 'nothing_to_retry' });
    s.control.reconfigure(s.options);
    const second = await retry(s, first);
    await expect(retry(s, second)).rejects.toThrow('3 of its URLs have not ended');
    await s.queue.end(await s.out(3));
    await expect(retry(s, second)).rejects.toThrow(`all of task ${second} has succeeded`);
  });

  test('of a playlist has room for what it names, on every node', async () => {
    await using s = await scene(edges);
    const first = await s.refresh(targets(1), { type: 'm3u8' });
    const out = await s.out(3);
    await s.queue.end(out.filter((item) => item.node !== 'b'));
    await s.queue.end(await s.out(1), failed);
    const second = await retry(s, first);
    const [again] = await s.out(1);
    expect(again).toMatchObject({ node: 'b', kind: 'purge', readsPlaylist: true });
    if (again === undefined) return;
    const { task, nodeIndex, id, urls } = again;
    await s.queue.report([{ kind: 'found', task, nodeIndex, item: id, urlId: urls[0]?.id ?? 0, urls: ['http://cdn.test/segment.ts'] }]);
    await s.queue.end([again]);
    await s.queue.end(await s.out(3));
    expect(await s.task(second)).toMatchObject({ status: 'succeeded', urlCount: 2 });
  });
});
