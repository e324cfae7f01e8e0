import { describe, expect, test } from 'vitest';
import { endedReports, had } from './testing/fakequeue.ts';
import { domain, node, scene, targets, type Scene } from './testing/scene.ts';

const edges = { nodes: [node('a'), node('b')], domains: [domain('cdn.test', ['a', 'b'])] };

async function cancel(s: Scene, taskId: string): Promise<boolean> {
  return await s.control.cancel(await s.task(taskId), 'somebody');
}

async function lines(s: Scene, taskId: string) {
  const { task } = await s.task(taskId);
  return (await s.store.readUrls(task, { offset: 0, limit: 10 })).urls;
}

describe('a cancelled task', () => {
  test('keeps what had ended, URLs and nodes alike, and fails the rest as cancelled', async () => {
    await using s = await scene(edges);
    const taskId = await s.submit(targets(2));
    const [onA, onB] = await s.out(2);
    if (onA === undefined || onB === undefined) return;
    const [first, second] = endedReports(onA);
    const [alsoFirst] = endedReports(onB);
    if (first === undefined || second === undefined || alsoFirst === undefined) return;
    await s.queue.report([first, second, alsoFirst]);
    expect(await cancel(s, taskId)).toBe(true);
    expect(await s.task(taskId)).toMatchObject({ status: 'failed', counts: { succeeded: 1, failed: 1 } });
    expect(await lines(s, taskId)).toMatchObject([
      { status: 'succeeded', progress: 100 },
      {
        status: 'failed',
        progress: 50,
        finishedAtS: expect.any(Number),
        nodes: [
          { node: 'a', outcome: { status: 'succeeded' } },
          { node: 'b', outcome: { status: 'failed', reason: 'cancelled', message: 'cancelled by somebody' } },
        ],
      },
    ]);
    expect(await s.store.countOpenUrls()).toBe(0);
  });

  test('takes no outcome that comes late, and is told to the queue', async () => {
    await using s = await scene(edges);
    const taskId = await s.submit(targets(1));
    const out = await s.out(2);
    const { task } = await s.task(taskId);
    await cancel(s, taskId);
    expect(s.queue.cancelled).toContain(task);
    await s.queue.report(out.flatMap((item) => endedReports(item)));
    expect(await s.task(taskId)).toMatchObject({ status: 'failed', counts: { failed: 1, succeeded: 0 } });
  });

  test('leaves its place on the nodes to what waits behind it', async () => {
    await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
    const large = await s.submit(targets(1000));
    await s.out(2);
    await s.submit(targets(1, 'cdn.test', 5000));
    await cancel(s, large);
    const [next] = await s.out(1);
    expect(next?.urls.map(({ url }) => url)).toEqual(['http://cdn.test/5000']);
  });

  test('is not taken up again after a crash', async () => {
    await using s = await scene(edges);
    const taskId = await s.submit(targets(3));
    await s.out(2);
    await cancel(s, taskId);
    await s.restart();
    const later = await s.submit(targets(1, 'cdn.test', 9));
    await s.queue.end(await s.out(2), had);
    expect((await s.task(later)).status).toBe('succeeded');
    expect((await s.task(taskId)).status).toBe('failed');
  });

  test('that had ended is not changed, and that is told', async () => {
    await using s = await scene(edges);
    const taskId = await s.submit(targets(1));
    const before = await s.task(taskId);
    await s.queue.end(await s.out(2));
    const ended = await s.task(taskId);
    expect(await s.control.cancel(ended, 'somebody')).toBe(false);
    // It ended after it was looked up.
    expect(await s.control.cancel(before, 'somebody')).toBe(false);
    expect(await s.task(taskId)).toEqual(ended);
  });

  test('that was a refresh had begun, and so is something that nodes have to forget: whether they did is not known', async () => {
    await using s = await scene(edges);
    const taskId = await s.refresh(targets(1));
    await s.out(2);
    await cancel(s, taskId);
    expect(await s.store.touch('http://cdn.test/0', 'object')).toMatchObject({ taskId, purgedAtS: expect.any(Number) });
  });
});
