import { expect, test } from 'vitest';
import { startForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startNginxOrigin } from '../../lab/nginx-origin.ts';
import { waitForTask } from '../../src/client/index.ts';

const host = 'cdn.test';

test(
  'a cancelled task asks nodes for nothing more, over kill -9 too; a retry of it gets the rest, and what follows it starts then',
  { timeout: 60_000 },
  async () => {
    await using origin = await startNginxOrigin({ bodyBytes: 100 });
    await using edge = await startNginxEdge({ upstream: origin.port });
    await using forewarm = await startForewarm({
      nodes: [{ name: 'edge', address: edge.address }],
      domains: [{ name: host, nodes: ['edge'], rate: { requestsPerSecond: 20, concurrency: 4 } }],
    });
    const UrlList = Array.from({ length: 60 }, (_, index) => `http://${host}/${index}`);
    const { client } = forewarm;
    const { TaskId } = await client.call('PrefetchNewUcdnDomainCache', { UrlList, Comment: 'too many' });
    const counts = async () => (await forewarm.client.call('DescribeUcdnTaskSummary', { TaskId: [TaskId] })).TaskSummaryList[0];
    await expect.poll(async () => (await counts())?.SuccessCount, { timeout: 15_000 }).toBeGreaterThan(2);
    expect(await client.call('CancelUcdnCacheTask', { TaskId: [TaskId] })).toEqual({ CancelledList: [TaskId] });
    const cancelled = await counts();
    expect(cancelled).toMatchObject({ Status: 'failure', Comment: 'too many', WaitCount: 0, ProcessCount: 0 });
    await forewarm.crash();
    const asked = (await origin.requests()).length;
    await forewarm.start();
    expect(await forewarm.client.call('CancelUcdnCacheTask', { TaskId: [TaskId] })).toEqual({ CancelledList: [] });
    expect(await counts()).toEqual(cancelled);
    expect(await origin.requests()).toHaveLength(asked);

    const retry = await forewarm.client.call('RetryUcdnCacheTask', { TaskId });
    const after = { UrlList: [`http://${host}/last`], AfterTaskId: retry.TaskId, ClientToken: 'last' };
    const last = await forewarm.client.call('PrefetchNewUcdnDomainCache', after);
    expect(await forewarm.client.call('PrefetchNewUcdnDomainCache', after)).toEqual(last);
    await expect(forewarm.client.call('PrefetchNewUcdnDomainCache', { ...after, Comment: 'other' })).rejects.toMatchObject({
      retCode: 607,
    });
    const retried = await waitForTask(forewarm.client, retry.TaskId, { pollMs: 100 });
    expect(retried).toMatchObject({ Status: 'success', RetryOf: TaskId, UrlCount: cancelled?.FailureCount });
    expect(await waitForTask(forewarm.client, last.TaskId, { pollMs: 100 })).toMatchObject({
      Status: 'success',
      AfterTaskId: retry.TaskId,
    });
  },
);
