import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { LabEdge } from '../../../lab/edge.ts';
import { startOrigin, type Origin } from '../../../lab/origin.ts';
import { caches } from './caches.ts';
import { fillOf, versionOf, type FillState } from './fills.ts';
import { host, nodeOf, Purging } from './purging.ts';

const fills: readonly FillState[] = ['waits for its headers', 'is in its body'];

/** By path: how far the fetch of the old body is when the refresh comes, and what was stored before it began. */
const cases = fills.flatMap((state, index) => [
  { path: `/cold/${index}`, state, isExpired: false },
  { path: `/expired/${index}`, state, isExpired: true },
]);

async function storeExpired(origin: Origin, edge: LabEdge): Promise<void> {
  const paths = cases.filter(({ isExpired }) => isExpired).map(({ path }) => path);
  for (const path of paths) origin.set(path, versionOf('older', 'max-age=1'));
  await Promise.all(paths.map((path) => edge.get(host, path)));
  // Only time makes an object expire.
  await delay(2200);
}

describe.each(caches)('a refresh on $name', ({ start }) => {
  test('while old bodies are being fetched leaves none of them behind', async () => {
    await using origin = await startOrigin();
    await using edge = await start({ upstream: origin.port });
    await using purging = new Purging([nodeOf('a', edge)]);
    await storeExpired(origin, edge);
    const gate = Promise.withResolvers<void>();
    const visitors: Promise<unknown>[] = [];
    for (const { path, state } of cases) {
      const before = origin.count(path);
      origin.set(path, fillOf('old', state, gate.promise));
      visitors.push(edge.get(host, path));
      await origin.arrived(path, before + 1);
      // Each request that comes from here on gets the new one.
      origin.set(path, versionOf('new'));
    }

    const purged = purging.purge(
      'a',
      cases.map(({ path }) => path),
    );
    // A purge that waited for nothing would be over by then, and the old bodies would come after it.
    await Promise.race([purged, delay(500)]);
    gate.resolve();
    const outcomes = await purged;
    await Promise.all(visitors);

    expect(outcomes.map(({ status, message }) => (status === 'succeeded' ? status : message))).toEqual(cases.map(() => 'succeeded'));
    for (const { path, state } of cases) expect((await edge.get(host, path)).text.slice(0, 4), `${path} ${state}`).toBe('new ');
  });
});
