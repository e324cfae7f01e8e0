import { expect, test } from 'vitest';
import * as z from 'zod';
import { body, hangsBeforeHeaders, slow } from '../../lab/behaviours.ts';
import { startForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin } from '../../lab/origin.ts';
import { reservePort } from '../../lab/ports.ts';
import { createClient, waitForTask } from '../../src/client/index.ts';

/** Nobody waits behind another's million, nor behind a node that does not answer: on real edges, through the whole server. */

const isFull = process.env['FOREWARM_FULL'] === '1';
const crowd = isFull ? 1_000_000 : 50_000;
/** Nothing is judged by it. */
const timeout = isFull ? 600_000 : 60_000;

function urls(host: string, count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => `http://${host}/${from + index}`);
}

test(`ten URLs of one project are through while ${crowd} of another still wait on the same node`, { timeout }, async () => {
  await using origin = await startOrigin({ otherwise: slow({ sizeBytes: 500, beforeHeadersMs: 20 }) });
  await using edge = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await startForewarm({
    nodes: [{ name: 'edge', address: edge.address, cache: 'nginx', concurrency: 8 }],
    domains: [
      { name: 'crowd.test', project: 'org-main', nodes: ['edge'] },
      { name: 'few.test', project: 'org-few', nodes: ['edge'] },
    ],
    more: { projects: [{ id: 'org-main', default: true }, { id: 'org-few' }], log: { level: 'warn' } },
  });
  const few = createClient({
    endpoint: forewarm.endpoint,
    publicKey: forewarm.publicKey,
    privateKey: forewarm.privateKey,
    projectId: 'org-few',
  });
  const tasks: string[] = [];
  for (let first = 0; first < crowd; first += 1000) {
    const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: urls('crowd.test', 1000, first) });
    tasks.push(TaskId);
  }
  const before = await open(forewarm.client, tasks.slice(-1));
  expect(before).toBe(1000);
  const { TaskId } = await few.call('PrefetchNewUcdnDomainCache', { UrlList: urls('few.test', 10) });
  const beganAt = origin.requests.length;
  expect((await waitForTask(few, TaskId)).Status).toBe('success');
  // The lanes take turns, so that hardly more of the crowd's went out meanwhile than of ours; what was out already comes on top.
  const meanwhile = origin.requests.slice(beganAt).filter(({ host }) => host === 'crowd.test').length;
  expect(meanwhile).toBeLessThan(2000);
  expect(await open(forewarm.client, tasks.slice(-1))).toBe(1000);
});

test('a dead node and one that never answers hold back neither the others nor another project', async () => {
  await using origin = await startOrigin({ otherwise: body({ sizeBytes: 2000 }) });
  await using hanging = await startOrigin({ otherwise: hangsBeforeHeaders() });
  using dead = await reservePort();
  await using edge = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await startForewarm({
    nodes: [
      { name: 'dead', address: `http://127.0.0.1:${dead.port}` },
      { name: 'hanging', address: hanging.address },
      { name: 'edge', address: edge.address },
    ],
    domains: [
      { name: 'all.test', nodes: ['dead', 'hanging', 'edge'] },
      { name: 'other.test', project: 'org-other', nodes: ['edge'] },
    ],
    more: { projects: [{ id: 'org-main', default: true }, { id: 'org-other' }], timeouts: { headersMs: 2000, nodeDownMs: 600_000 } },
  });
  const { client } = forewarm;
  const { TaskId } = await client.call('PrefetchNewUcdnDomainCache', { UrlList: urls('all.test', 500) });
  const other = createClient({
    endpoint: forewarm.endpoint,
    publicKey: forewarm.publicKey,
    privateKey: forewarm.privateKey,
    projectId: 'org-other',
  });
  const { TaskId: otherTask } = await other.call('PrefetchNewUcdnDomainCache', { UrlList: urls('other.test', 500) });
  expect((await waitForTask(other, otherTask)).Status).toBe('success');

  // The node that works has all of the first task's, too; the two that don't are known to be down.
  await expect
    .poll(async () => (await client.call('DescribeUcdnNode', {})).NodeList.map(({ Name, Succeeded }) => [Name, Succeeded]), {
      timeout: 60_000,
    })
    .toContainEqual(['edge', '1000']);
  await expect
    .poll(
      async () => {
        const { nodes } = await ready(forewarm.endpoint);
        return nodes.filter(({ state }) => state === 'down').map(({ name }) => name);
      },
      { timeout: 60_000 },
    )
    .toEqual(['dead', 'hanging']);
  const { UrlDetailList } = await client.call('DescribePrefetchUrlDetail', { TaskId, Limit: 1 });
  expect(UrlDetailList[0]?.Nodes.map(({ Node, Status }) => [Node, Status])).toEqual([
    ['dead', 'process'],
    ['hanging', 'process'],
    ['edge', 'success'],
  ]);
  const page = await (await fetch(`${forewarm.endpoint}/metrics`)).text();
  expect(page).toContain('forewarm_node_down{node="dead",layer="edge"} 1');
  expect(page).toContain('forewarm_node_down{node="edge",layer="edge"} 0');
});

test('URLs of a dead node wait for timeouts.nodeDownMs, then fail with reason connect; one that comes back in time loses nothing', async () => {
  await using origin = await startOrigin();
  await using edge = await startNginxEdge({ upstream: origin.port });
  using dead = await reservePort();
  await edge.stop();
  await using forewarm = await startForewarm({
    nodes: [
      { name: 'dead', address: `http://127.0.0.1:${dead.port}` },
      { name: 'edge', address: edge.address },
    ],
    domains: [
      { name: 'dead.test', nodes: ['dead'] },
      { name: 'back.test', nodes: ['edge'] },
    ],
    more: { timeouts: { nodeDownMs: 6000 }, retry: { attempts: 2, backoffMs: 10, maxBackoffMs: 10 } },
  });
  const { client } = forewarm;
  const { TaskId: lost } = await client.call('PrefetchNewUcdnDomainCache', { UrlList: urls('dead.test', 300) });
  const { TaskId: kept } = await client.call('PrefetchNewUcdnDomainCache', { UrlList: urls('back.test', 300) });
  await expect
    .poll(async () => (await ready(forewarm.endpoint)).nodes.filter(({ state }) => state === 'down').length, { timeout: 30_000 })
    .toBe(2);
  await edge.start();
  expect((await waitForTask(client, kept)).Status).toBe('success');
  expect((await waitForTask(client, lost)).Status).toBe('failure');
  const { UrlDetailList } = await client.call('DescribePrefetchUrlDetail', { TaskId: lost, Limit: 300 });
  expect(new Set(UrlDetailList.map(({ Nodes }) => Nodes[0]?.Reason))).toEqual(new Set(['connect']));
  expect(UrlDetailList[0]?.Nodes[0]?.Message).toContain('timeouts.nodeDownMs');
});

const readyz = z.object({ nodes: z.array(z.object({ name: z.string(), state: z.string() })) });

async function ready(endpoint: string): Promise<z.infer<typeof readyz>> {
  return readyz.parse(await (await fetch(`${endpoint}/readyz`)).json());
}

async function open(client: ReturnType<typeof createClient>, TaskId: string[]): Promise<number> {
  const { TaskSummaryList } = await client.call('DescribeUcdnTaskSummary', { TaskId, Limit: TaskId.length });
  return TaskSummaryList.reduce((sum, { WaitCount, ProcessCount }) => sum + WaitCount + ProcessCount, 0);
}
