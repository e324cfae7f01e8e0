import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startNginxOrigin } from '../../lab/nginx-origin.ts';
import { waitForTasks } from '../../src/client/index.ts';

const host = 'cdn.test';
const rounds = process.env['FOREWARM_FULL'] === '1' ? 20 : 5;
const urlsPerTask = 500;

/** Submits until the server is killed under it; resolves to the ids that were answered. */
async function submitUntilKilled(forewarm: LabForewarm, round: number): Promise<string[]> {
  const answered: string[] = [];
  for (let task = 0; ; task += 1) {
    const UrlList = Array.from({ length: urlsPerTask }, (_, index) => `http://${host}/${round}/${task}/${index}`);
    try {
      answered.push((await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList })).TaskId);
    } catch {
      return answered;
    }
  }
}

describe('kill -9', () => {
  test(
    `at random moments, ${rounds} times: every answered task ends, and what had ended is not fetched again`,
    { timeout: 240_000 },
    async () => {
      await using origin = await startNginxOrigin({ bodyBytes: 500, headers: { 'Cache-Control': 'no-store' } });
      await using edge = await startNginxEdge({ upstream: origin.port });
      await using forewarm = await startForewarm({
        nodes: [{ name: 'edge', address: edge.address, concurrency: 8 }],
        domains: [{ name: host, nodes: ['edge'], verify: 'off' }],
      });
      const answered: string[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const submitting = submitUntilKilled(forewarm, round);
        await delay(randomInt(50, 1200));
        await forewarm.crash();
        answered.push(...(await submitting));
        await forewarm.start();
      }
      const tasks = await waitForTasks(forewarm.client, answered, { timeoutMs: 200_000 });
      expect(new Set(tasks.map(({ Status }) => Status))).toEqual(new Set(['success']));
      expect(tasks).toHaveLength(answered.length);
      // A submit whose answer was lost may have been stored: it must have ended too.
      const open = await forewarm.client.call('DescribeUcdnTaskSummary', { Status: 'process', BeginTime: 0 });
      expect(open.TotalCount).toBe(0);

      // The origin forbids storing, so each fetch through the edge shows in its log.
      const fetches = await origin.requests();
      const extra = fetches.length - new Set(fetches.map(({ url }) => url)).size;
      // Per kill: what had been reported but not stored (256 outcomes), and what was in flight.
      expect(extra).toBeLessThanOrEqual(rounds * (256 + 8));
    },
  );

  test('in the midst of a fetch leaves nothing in process for ever', async () => {
    await using origin = await startNginxOrigin({ bodyBytes: 100 });
    await using edge = await startNginxEdge({ upstream: origin.port });
    await using forewarm = await startForewarm({
      nodes: [{ name: 'edge', address: edge.address }],
      domains: [{ name: host, nodes: ['edge'], rate: { requestsPerSecond: 50, concurrency: 4 } }],
    });
    const UrlList = Array.from({ length: 100 }, (_, index) => `http://${host}/${index}`);
    const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList });
    await expect
      .poll(async () => (await forewarm.client.call('DescribeUcdnTaskSummary', { TaskId: [TaskId] })).TaskSummaryList[0]?.Status)
      .toBe('process');
    await forewarm.crash();
    await forewarm.start();
    const [task] = await waitForTasks(forewarm.client, [TaskId], { pollMs: 100 });
    expect(task).toMatchObject({ Status: 'success', SuccessCount: 100 });
  });

  test('between a submit’s storing and its answer costs nothing: the same signed request gets the task that was stored', async () => {
    await using forewarm = await startForewarm({
      nodes: [{ name: 'edge', address: 'http://127.0.0.1:1' }],
      domains: [{ name: host, nodes: ['edge'] }],
    });
    const UrlList = [`http://${host}/once`];
    const first = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList });
    await forewarm.crash();
    await forewarm.start();
    expect(await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList })).toEqual(first);
    expect((await forewarm.client.call('DescribeUcdnTaskSummary', {})).TotalCount).toBe(1);
  });
});
