import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { status, type Behaviour } from '../../lab/behaviours.ts';
import { startForewarm, type ForewarmOptions, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin } from '../../lab/origin.ts';
import { createClient, waitForTask, type Client } from '../../src/client/index.ts';

/** What a console asks for, on a live server in front of a real nginx: it is an API user like any other. */

const host = 'cdn.test';
const halfBytes = 200_000;
const other = { publicKey: 'other-public', privateKey: randomBytes(20).toString('hex') };
const privateKey = randomBytes(20).toString('hex');

/** Half a body, and the rest once the gate opens. */
function halved(gate: Promise<void>): Behaviour {
  return async ({ response, signal }) => {
    response.writeHead(200, { 'Content-Length': 2 * halfBytes, 'Cache-Control': 'max-age=3600' });
    response.write(Buffer.alloc(halfBytes, 'a'));
    const cut = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([gate, cut]);
    response.end(Buffer.alloc(halfBytes, 'b'));
  };
}

let parts: AsyncDisposableStack;
let forewarm: LabForewarm;
let client: Client;
let stranger: Client;
let configuration: ForewarmOptions;
const { promise: gate, resolve: openGate } = Promise.withResolvers<void>();

beforeAll(async () => {
  await using starting = new AsyncDisposableStack();
  const paths = {
    '/gone': status(404),
    '/lost': status(404),
    '/private': status(200, { 'Set-Cookie': 'a=b', 'Cache-Control': 'max-age=60' }),
    '/halved': halved(gate),
  };
  const origin = starting.use(await startOrigin({ paths }));
  const edge = starting.use(await startNginxEdge({ upstream: origin.port }));
  configuration = {
    nodes: [{ name: 'edge', address: edge.address, cache: 'nginx', headers: { 'X-Edge-Token': 'token-5up3r' } }],
    domains: [{ name: host, project: 'org-main', nodes: ['edge'] }],
    more: {
      projects: [{ id: 'org-main', default: true }, { id: 'org-other' }],
      keys: [
        { publicKey: 'main-public', privateKey },
        { ...other, account: 'sub', projects: ['org-other'] },
      ],
      limits: { requestsPerSecond: 0 },
    },
  };
  forewarm = starting.use(await startForewarm(configuration));
  client = createClient({ endpoint: forewarm.endpoint, publicKey: 'main-public', privateKey });
  stranger = createClient({ endpoint: forewarm.endpoint, ...other, projectId: 'org-other' });
  parts = starting.move();
});
afterAll(() => parts[Symbol.asyncDispose]());

async function warm(paths: readonly string[]): Promise<string> {
  const { TaskId } = await client.call('PrefetchNewUcdnDomainCache', { UrlList: paths.map((path) => `http://${host}/${path}`) });
  await waitForTask(client, TaskId, { pollMs: 50 });
  return TaskId;
}

async function lastHour(request: Parameters<typeof client.call<'DescribeUcdnThroughput'>>[1] = {}, asking = client) {
  const { SeriesList } = await asking.call('DescribeUcdnThroughput', request);
  return Object.fromEntries(
    SeriesList.map(({ Name, PeriodList }) => {
      const sum = (of: (period: (typeof PeriodList)[number]) => number) => PeriodList.reduce((total, period) => total + of(period), 0);
      const counts = [
        sum(({ SuccessCount }) => SuccessCount),
        sum(({ FailureCount }) => FailureCount),
        sum(({ HitCount }) => HitCount),
        sum(({ PurgeCount }) => PurgeCount),
        sum(({ Bytes }) => Number(Bytes)),
      ];
      return [Name, counts];
    }),
  );
}

describe('a console', () => {
  test('sees what the last hour brought, and of another project’s nothing', async () => {
    await warm(['1', '2', '3']);
    await warm(['1', '2', '3', '4', 'gone']);
    expect(await lastHour()).toEqual({ '': [7, 1, 3, 0, expect.any(Number)] });
    const [, , , , bytes = 0] = (await lastHour())[''] ?? [];
    expect(bytes).toBeGreaterThanOrEqual(7 * 1024);
    expect(await lastHour({ By: 'node' })).toEqual({ edge: [7, 1, 3, 0, bytes] });
    expect(await lastHour({ By: 'domain', PeriodSeconds: 600 })).toEqual({ [host]: [7, 1, 3, 0, bytes] });
    expect(await lastHour({}, stranger)).toEqual({ '': [0, 0, 0, 0, 0] });
    await expect(lastHour({ Domain: host }, stranger)).rejects.toMatchObject({ retCode: 600 });
    await expect(lastHour({ Node: 'edge' }, stranger)).rejects.toMatchObject({ retCode: 606 });
  });

  test('sees why URLs failed before it has read one of them', async () => {
    const TaskId = await warm(['5', 'gone', 'lost', 'private']);
    const { FailureList, Complete } = await client.call('DescribeUcdnTaskFailure', { TaskId });
    expect(FailureList).toMatchObject([
      { Status: 'failure', Reason: 'http_status', HttpStatus: 404, Count: 2, UrlCount: 2, Url: `http://${host}/gone`, Node: 'edge' },
      { Status: 'failure', Reason: 'uncacheable', HttpStatus: 200, Count: 1, Message: expect.stringContaining('Set-Cookie') },
    ]);
    expect(Complete).toBe(true);
    await expect(stranger.call('DescribeUcdnTaskFailure', { TaskId })).rejects.toMatchObject({ retCode: 230 });
  });

  test('sees bytes flow while they do, and what it came to in the end', async () => {
    const { TaskId } = await client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}/halved`] });
    const summary = async () => (await client.call('DescribeUcdnTaskSummary', { TaskId: [TaskId] })).TaskSummaryList[0];
    await expect.poll(async () => Number((await summary())?.FlowingBytes ?? 0), { timeout: 15_000 }).toBeGreaterThan(halfBytes / 2);
    const flowing = await summary();
    expect(flowing).toMatchObject({ Status: 'process', Bytes: '0', FlowingExpectedBytes: String(2 * halfBytes) });
    // nginx hands on what fills its buffers.
    expect(flowing?.Progress).toBeGreaterThan(24);
    expect(flowing?.Progress).toBeLessThanOrEqual(50);
    expect(flowing?.StartTime).toBeGreaterThanOrEqual(flowing?.CreateTime ?? Infinity);
    expect(flowing).not.toHaveProperty('FinishTime');
    openGate();
    await waitForTask(client, TaskId, { pollMs: 50 });
    const ended = await summary();
    expect(ended).toMatchObject({ Status: 'success', Progress: 100, Bytes: String(2 * halfBytes) });
    expect(ended?.FinishTime).toBeGreaterThanOrEqual(ended?.StartTime ?? Infinity);
    expect(ended).not.toHaveProperty('FlowingBytes');
    await forewarm.crash();
    await forewarm.start();
    expect(await summary()).toEqual(ended);
    const { SinceTime } = await client.call('DescribeUcdnThroughput', {});
    expect(SinceTime).toBeGreaterThanOrEqual(ended?.FinishTime ?? Infinity);
    expect(await lastHour()).toEqual({ '': [0, 0, 0, 0, 0] });
  });

  test('pages through tasks that stand still while others come', async () => {
    const before = (await client.call('DescribeUcdnTaskSummary', { Limit: 1000 })).TaskSummaryList.map(({ TaskId }) => TaskId);
    const seen: string[] = [];
    for (let cursor: string | undefined; cursor !== '';) {
      const page = await client.call('DescribeUcdnTaskSummary', { Limit: 1, ...(cursor !== undefined && { Cursor: cursor }) });
      seen.push(...page.TaskSummaryList.map(({ TaskId }) => TaskId));
      cursor = page.NextCursor ?? '';
      await client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}/meanwhile?${seen.length}`] });
    }
    expect(before.length).toBeGreaterThan(3);
    expect(seen).toEqual(before);
  });

  test('sees the configuration that is in force, and none of its secrets', async () => {
    const shown = async () => JSON.parse((await client.call('DescribeUcdnConfiguration', {})).Configuration);
    const before = await shown();
    expect(before).toMatchObject({
      nodes: [{ name: 'edge', concurrency: 64, headers: { 'X-Edge-Token': '(hidden)' } }],
      keys: [{ publicKey: 'main-public', privateKey: '(hidden)' }, { publicKey: 'other-public' }],
    });
    for (const secret of ['5up3r', privateKey, other.privateKey]) expect(JSON.stringify(before)).not.toContain(secret);
    await expect(stranger.call('DescribeUcdnConfiguration', {})).rejects.toMatchObject({ retCode: 299 });
    await forewarm.configure({ ...configuration, more: { ...configuration.more, limits: { requestsPerSecond: 0, queuedUrls: 4321 } } });
    forewarm.signal('SIGHUP');
    await expect.poll(async () => (await shown()).limits.queuedUrls, { timeout: 10_000 }).toBe(4321);
  });

  test('is one page on the API’s own origin, where nothing but its own may run', async () => {
    const page = await fetch(`${forewarm.endpoint}/console/tasks`, { headers: { Accept: 'text/html' } });
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'; script-src 'self'");
    // Built or not: either is an answer of its own.
    expect([200, 404]).toContain(page.status);
    const root = await fetch(forewarm.endpoint, { headers: { Accept: 'text/html' }, redirect: 'manual' });
    expect([root.status, root.headers.get('Location')]).toEqual([302, '/console/']);
    const call = await fetch(forewarm.endpoint, { method: 'POST', body: '{}' });
    expect(call.headers.get('X-UCLOUD-REQUEST-UUID')).toMatch(/^[\w-]{36}$/);
    expect(call.headers.get('Access-Control-Allow-Origin')).toBeNull();
  });
});
