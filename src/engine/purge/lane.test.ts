import { describe, expect, test } from 'vitest';
import { addressOf, PurgeScene, purgeable, purgeItem } from './testing/purge-scene.ts';

const paths = (count: number): string[] => Array.from({ length: count }, (_, index) => `/${index}`);
/** One request a URL, so that they can be counted. */
const simple = { cache: 'trafficserver', onlyIfCached: false } as const;

describe('the requests of a node’s purges', () => {
  test('are 16 at once', async () => {
    const made = new PurgeScene([purgeable('a', simple)]);
    made.engine.accept(purgeItem('a', paths(40)));
    await made.settle();
    expect(made.lane('a').open).toHaveLength(16);
    made.lane('a').open[0]?.answer(200);
    await made.settle();
    expect(made.lane('a').open).toHaveLength(16);
    expect(made.sent('a')).toHaveLength(17);
  });

  test('leave their places to others when they wait for somebody’s fetch', async () => {
    const made = new PurgeScene([purgeable('a', simple)]);
    made.engine.accept(purgeItem('a', paths(20)));
    await made.run(900);
    expect(made.sent('a')).toHaveLength(16);
    await made.run(200);
    expect(made.sent('a')).toHaveLength(20);
  });

  test('that get no answer are sent anew, until the purge has waited long enough', async () => {
    const made = new PurgeScene([purgeable('a', simple)], { nodeDownMs: 100_000 });
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(99_000);
    expect(made.sent('a')).toHaveLength(4);
    expect(made.lane('a').open).toHaveLength(1);
    await made.run(2000);
    expect(made.outcomes).toMatchObject([
      { status: 'failed', reason: 'timeout', message: expect.stringMatching(/still had a fetch of it running.*timeouts\.nodeDownMs/) },
    ]);
    expect(made.lane('a').open).toHaveLength(0);
  });
});

describe('a node that can’t be reached', () => {
  function down(): PurgeScene {
    const made = new PurgeScene([purgeable('a', simple), purgeable('b', simple)]);
    made.answer = (request) => request.answer(200);
    made.knocks.set(addressOf('a'), 0);
    return made;
  }
  const knocks = (made: PurgeScene): number => made.knocks.get(addressOf('a')) ?? 0;

  test('is knocked at by one request at a time, and holds up no other node', async () => {
    const made = down();
    made.engine.accept(purgeItem('a', paths(30)));
    made.engine.accept(purgeItem('b', paths(30)));
    await made.run(200);
    expect(made.outcomes).toHaveLength(30);
    const before = knocks(made);
    await made.run(60_000);
    expect(knocks(made) - before).toBeGreaterThan(10);
    expect(knocks(made) - before).toBeLessThan(20);
    expect(made.engine.loads().get('a')).toMatchObject({ trouble: { reason: 'connect' }, oldestPurgeMs: 60_200 });
  });

  test('is purged as soon as it is back', async () => {
    const made = down();
    made.engine.accept(purgeItem('a', paths(30)));
    await made.run(100_000);
    made.knocks.clear();
    await made.run(6000);
    expect(made.outcomes.filter(({ status }) => status === 'succeeded')).toHaveLength(30);
    expect(made.engine.loads().get('a')).not.toHaveProperty('trouble');
    expect(made.engine.loads().get('a')).not.toHaveProperty('oldestPurgeMs');
  });

  test('is waited for no longer than nodeDownMs', async () => {
    const made = down();
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(599_000);
    expect(made.outcomes).toEqual([]);
    await made.run(1200);
    expect(made.outcomes).toMatchObject([
      { status: 'failed', reason: 'connect', message: expect.stringMatching(/^no connection to a\.test:80: .*; waited 600000 ms for it/) },
    ]);
  });
});
