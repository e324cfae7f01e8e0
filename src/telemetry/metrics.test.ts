import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

type Sources = Parameters<ReturnType<typeof createMetrics>['readFrom']>[0];

function page(sources: Partial<Sources>): () => Promise<string[]> {
  const metrics = createMetrics('1.2.3');
  metrics.readFrom({
    isReady: async () => true,
    nodes: () => [],
    domains: () => new Map(),
    openUrls: async () => 7,
    callbacks: async () => ({ count: 2, oldestS: 90 }),
    onFault: () => undefined,
    ...sources,
  });
  return async () =>
    (await metrics.text()).split('\n').filter((line) => /^forewarm_(ready|open_urls|callbacks_(waiting|oldest))/.test(line));
}

test('readiness, open URLs and callbacks are asked for at each scrape', async () => {
  let isReady = true;
  const read = page({ isReady: async () => isReady });
  const others = ['forewarm_open_urls 7', 'forewarm_callbacks_waiting 2', 'forewarm_callbacks_oldest_waiting_seconds 90'];
  expect(await read()).toEqual(['forewarm_ready 1', ...others]);
  isReady = false;
  expect(await read()).toEqual(['forewarm_ready 0', ...others]);
});

test('a figure that can not be read is left out and told, while the others are shown; it is back once it can be read', async () => {
  const broken = new Error('disk on fire');
  const faults: unknown[] = [];
  let isBroken = false;
  const orBroken =
    <T>(value: T) =>
    async () => {
      if (isBroken) throw broken;
      return value;
    };
  const read = page({
    isReady: async () => !isBroken,
    openUrls: orBroken(7),
    callbacks: orBroken({ count: 2, oldestS: 90 }),
    onFault: (fault) => faults.push(fault),
  });
  const whole = await read();
  expect(whole).toHaveLength(4);
  isBroken = true;
  expect(await read()).toEqual(['forewarm_ready 0']);
  expect(faults).toEqual([broken, broken, broken]);
  isBroken = false;
  expect(await read()).toEqual(whole);
});
