import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { body, slow } from '../../lab/behaviours.ts';
import { startForewarm } from '../../lab/forewarm.ts';
import { startOrigin } from '../../lab/origin.ts';
import { waitForTask } from '../../src/client/index.ts';

const host = 'cdn.test';
const urls = (count: number, name = 'u') => Array.from({ length: count }, (_, index) => `http://${host}/${name}${index}`);

describe('a domain’s rate', () => {
  test('bounds requests per second over all of its nodes together', async () => {
    await using origin = await startOrigin({ otherwise: body() });
    await using forewarm = await startForewarm({
      nodes: ['a', 'b'].map((name) => ({ name, address: origin.address })),
      domains: [{ name: host, nodes: ['a', 'b'], rate: { requestsPerSecond: 40 } }],
    });
    const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: urls(80) });
    await waitForTask(forewarm.client, TaskId, { pollMs: 50 });
    expect(origin.requests).toHaveLength(160);
    // In any second: 40, and at the start what had gathered in a second at most.
    const times = origin.requests.map(({ atMs }) => atMs).sort((a, b) => a - b);
    for (const fromMs of times) expect(times.filter((atMs) => atMs >= fromMs && atMs < fromMs + 1000).length).toBeLessThanOrEqual(85);
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(2500);
  });

  test('bounds fetches at once, and so does the node’s concurrency', async () => {
    await using origin = await startOrigin({ otherwise: slow({ sizeBytes: 4000, bytesPerSecond: 20_000 }) });
    await using forewarm = await startForewarm({
      nodes: [
        { name: 'a', address: origin.address },
        { name: 'b', address: origin.address, concurrency: 2 },
      ],
      domains: [{ name: host, nodes: ['a', 'b'], rate: { concurrency: 5 } }],
    });
    const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: urls(20) });
    await waitForTask(forewarm.client, TaskId, { pollMs: 50 });
    expect(origin.peakInFlight).toBe(5);
  });
});

describe('pause', () => {
  test('of a domain stops new fetches within a second, lasts over a restart, and resume goes on', async () => {
    await using origin = await startOrigin({ otherwise: body() });
    await using forewarm = await startForewarm({
      nodes: [{ name: 'edge', address: origin.address }],
      domains: [
        { name: host, nodes: ['edge'], rate: { requestsPerSecond: 20 } },
        { name: 'other.test', nodes: ['edge'] },
      ],
    });
    const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: urls(100) });
    await origin.arrived('/u0');
    const paused = await forewarm.client.call('PauseUcdnFetch', { Domain: host });
    expect(paused.PauseList).toMatchObject([{ Scope: 'domain', Name: host, By: forewarm.publicKey }]);
    await delay(1000);
    const atPause = origin.requests.length;
    await forewarm.crash();
    await forewarm.start();
    await delay(500);
    expect(origin.requests).toHaveLength(atPause);

    // Others go on meanwhile.
    const other = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: ['http://other.test/x'] });
    expect((await waitForTask(forewarm.client, other.TaskId, { pollMs: 50 })).Status).toBe('success');

    expect((await forewarm.client.call('ResumeUcdnFetch', { Domain: host })).PauseList).toEqual([]);
    expect((await waitForTask(forewarm.client, TaskId, { pollMs: 50 })).Status).toBe('success');
  });

  test.each([
    ['everything', {}, 'all'],
    ['a node', { Node: 'edge' }, 'node'],
  ])('of %s holds what is submitted until it is resumed', async (_what, scope, kind) => {
    await using origin = await startOrigin();
    await using forewarm = await startForewarm({
      nodes: [{ name: 'edge', address: origin.address }],
      domains: [{ name: host, nodes: ['edge'] }],
    });
    expect((await forewarm.client.call('PauseUcdnFetch', scope)).PauseList).toMatchObject([{ Scope: kind }]);
    const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: urls(3) });
    await delay(300);
    expect(origin.requests).toHaveLength(0);
    await forewarm.client.call('ResumeUcdnFetch', scope);
    expect((await waitForTask(forewarm.client, TaskId, { pollMs: 50 })).Status).toBe('success');
  });
});
