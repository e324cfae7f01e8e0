import { describe, expect, test } from 'vitest';
import type { EngineOptions } from '../options.ts';
import { item } from '../testing/scene.ts';
import { addressOf, host, PurgeScene, purgeable, purgeItem } from './testing/purge-scene.ts';

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
  function down(more: Partial<EngineOptions> = {}): PurgeScene {
    const made = new PurgeScene([purgeable('a', simple), purgeable('b', simple)], more);
    made.answer = (request) => request.answer(200);
    made.refuse(addressOf('a'));
    return made;
  }

  test('is knocked at by one request at a time, and holds up no other node', async () => {
    const made = down();
    made.engine.accept(purgeItem('a', paths(30)));
    made.engine.accept(purgeItem('b', paths(30)));
    await made.run(200);
    expect(made.outcomes).toHaveLength(30);
    const before = made.refusals(addressOf('a'));
    expect(before, 'what was sent before it was known, and a knock').toBeLessThan(33);
    await made.run(60_000);
    expect(made.refusals(addressOf('a')) - before).toBeGreaterThan(10);
    expect(made.refusals(addressOf('a')) - before).toBeLessThan(20);
    expect(made.engine.loads().get('a')).toMatchObject({
      trouble: { reason: 'connect' },
      down: { reason: 'connect', message: expect.stringContaining('nothing listens there') },
      oldestPurgeMs: 60_200,
    });
    expect(made.engine.loads().get('b')).not.toHaveProperty('down');
  });

  test('is purged as soon as it is back', async () => {
    const made = down();
    made.engine.accept(purgeItem('a', paths(30)));
    await made.run(100_000);
    made.refuse(addressOf('a'), false);
    await made.run(6000);
    expect(made.outcomes.filter(({ status }) => status === 'succeeded')).toHaveLength(30);
    for (const property of ['trouble', 'down', 'oldestPurgeMs']) expect(made.engine.loads().get('a')).not.toHaveProperty(property);
  });

  test('is waited for no longer than nodeDownMs, and then no longer at all', async () => {
    const made = down();
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(300_000);
    made.engine.accept(purgeItem('a', ['/y']));
    await made.run(299_000);
    expect(made.outcomes).toEqual([]);
    await made.run(1200);
    made.engine.accept(purgeItem('a', ['/z']));
    await made.run(200);
    const message = expect.stringMatching(/^the node .*down.*no connection to a\.test:80: .*timeouts\.nodeDownMs/);
    expect(made.outcomes).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ status: 'failed', reason: 'connect', message })),
    );
    made.refuse(addressOf('a'), false);
    await made.run(6000);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(200);
    expect(made.outcomes.at(-1)).toMatchObject({ status: 'succeeded' });
  });

  test('is known to be down by pulls and purges alike', async () => {
    const made = down();
    made.engine.accept(item('a', host, 20));
    await made.run(1000);
    expect(made.engine.loads().get('a')).toHaveProperty('down');
    const before = made.refusals(addressOf('a'));
    made.engine.accept(purgeItem('a', paths(30)));
    await made.run(100);
    expect(made.refusals(addressOf('a'))).toBe(before);
    made.refuse(addressOf('a'), false);
    await made.run(6000);
    expect(made.outcomes.filter(({ status }) => status === 'succeeded')).toHaveLength(30);
  });

  test('where it takes PURGE is another server: while that is down, pulls go on', async () => {
    const purge = { method: 'PURGE', headers: {}, address: 'http://admin.test:81' };
    const made = new PurgeScene([purgeable('a', { ...simple, purge })]);
    made.answer = (request) => request.answer(200);
    made.refuse('http://admin.test:81');
    made.engine.accept(purgeItem('a', paths(5)));
    await made.run(60_000);
    expect(made.outcomes).toEqual([]);
    expect(made.refusals('http://admin.test:81')).toBeLessThan(30);
    expect(made.engine.loads().get('a')).not.toHaveProperty('down');
    made.engine.accept(item('a', host, ['http://x.test/pulled']));
    await made.settle();
    expect(made.made[0]?.transport.open).toHaveLength(1);
    made.refuse('http://admin.test:81', false);
    await made.run(6000);
    expect(made.outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'succeeded'));
  });

  test('that answers knocks, and takes no connection otherwise, fails a purge as `retry` says', async () => {
    const made = down();
    const pulls = made.made[0]?.transport;
    if (pulls === undefined) throw new Error('no transport for pulls');
    pulls.refuses = false;
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(30_000);
    expect(made.refusals(addressOf('a'))).toBe(3);
    expect(made.outcomes).toMatchObject([
      { status: 'failed', reason: 'connect', message: expect.stringContaining('nothing listens there') },
    ]);
  });
});
