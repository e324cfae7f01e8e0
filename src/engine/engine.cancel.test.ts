import { describe, expect, test } from 'vitest';
import { PurgeScene, purgeable, purgeItem } from './purge/testing/purge-scene.ts';
import { domain, item, node, options, Scene } from './testing/scene.ts';

function one(concurrency: number): Scene {
  return new Scene(options([node('a', { concurrency })], [domain('x.test', ['a'])]));
}

describe('a cancelled task', () => {
  test('ends at once: what runs is called off, what waits is dropped, and nothing more is reported of it', async () => {
    const s = one(2);
    s.engine.accept(item('a', 'x.test', 10, { task: 7 }));
    await s.settle();
    const running = [...s.at('a').requests];
    expect(running).toHaveLength(2);
    s.engine.cancel(7);
    await s.run(1000);
    expect(running.map(({ isAborted }) => isAborted)).toEqual([true, true]);
    expect(s.at('a').requests).toHaveLength(2);
    expect(s.outcomes).toEqual([]);
    expect(s.engine.loads().get('a')).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  test('leaves its slots to others, whose work goes on', async () => {
    const s = one(1);
    s.engine.accept(item('a', 'x.test', 100, { task: 7 }));
    await s.settle();
    s.engine.accept(item('a', 'x.test', ['http://x.test/other'], { task: 8 }));
    s.engine.cancel(7);
    await s.settle();
    s.at('a').requests.at(-1)?.answer();
    await s.run(200);
    expect(s.outcomes).toMatchObject([{ status: 'succeeded' }]);
  });

  test('is forgotten in backoff, and when it is handed over late', async () => {
    const s = one(1);
    s.engine.accept(item('a', 'x.test', 1, { task: 7 }));
    await s.settle();
    s.at('a').requests[0]?.answer(503);
    await s.settle();
    expect(s.engine.loads().get('a')).toMatchObject({ waiting: 1 });
    s.engine.cancel(7);
    expect(s.engine.loads().get('a')).toMatchObject({ waiting: 0 });
    s.engine.accept(item('a', 'x.test', 1, { task: 7 }));
    await s.run(60_000);
    expect(s.at('a').requests).toHaveLength(1);
    expect(s.outcomes).toEqual([]);
  });

  test('that was held up by its domain leaves nothing behind that turns for ever', async () => {
    const s = new Scene(options([node('a', { concurrency: 4 })], [domain('x.test', ['a'], { concurrency: 1 })]));
    s.engine.accept(item('a', 'x.test', 5, { task: 7 }));
    s.engine.accept(item('a', 'y.test', ['http://y.test/1'], { task: 8 }));
    await s.settle();
    s.engine.cancel(7);
    await s.settle();
    s.engine.accept(item('a', 'x.test', ['http://x.test/later'], { task: 9 }));
    await s.settle();
    for (const request of s.at('a').requests) if (!request.isOver) request.answer();
    await s.run(200);
    expect(s.outcomes).toHaveLength(2);
  });

  test('of a refresh stops its purges without a word, and pulls of others go on', async () => {
    const s = new PurgeScene([purgeable('a')]);
    s.engine.accept(purgeItem('a', ['/x', '/y'], { task: 7 }));
    await s.settle();
    s.engine.accept(item('a', 'x.test', ['http://x.test/x'], { task: 8 }));
    await s.settle();
    // The scene's first transport is that of the pulls.
    const pulls = s.made[0]?.transport.requests ?? [];
    expect(pulls).toHaveLength(0);
    s.engine.cancel(7);
    await s.run(500);
    expect(pulls).toHaveLength(1);
    pulls[0]?.answer();
    await s.run(500);
    expect(s.reports.filter(({ task, kind }) => task === 7 && kind === 'ended')).toEqual([]);
    expect(s.outcomes).toMatchObject([{ status: 'succeeded' }]);
  });
});

describe('an urgent task', () => {
  test('goes before a large one of its lane on the same node, and takes no other lane’s turn', async () => {
    const s = one(1);
    s.engine.accept(item('a', 'x.test', ['http://x.test/l1', 'http://x.test/l2', 'http://x.test/l3'], { task: 1 }));
    s.engine.accept(item('a', 'x.test', ['http://x.test/o1', 'http://x.test/o2'], { task: 2, lane: 'other' }));
    await s.settle();
    s.engine.accept(item('a', 'x.test', ['http://x.test/u1', 'http://x.test/u2'], { task: 3, priority: 9 }));
    const order: string[] = [];
    for (let at = 0; at < 7; at += 1) {
      await s.settle();
      const request = s.at('a').requests[at];
      order.push(request?.request.path ?? 'nothing');
      request?.answer();
    }
    expect(order.filter((path) => !path.startsWith('/o')).slice(0, 3)).toEqual(['/l1', '/u1', '/u2']);
    expect(order.slice(1, 3)).toContain('/o1');
    expect(order.toSorted()).toEqual(['/l1', '/l2', '/l3', '/o1', '/o2', '/u1', '/u2']);
  });
});
