import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test, vi } from 'vitest';
import { startForewarm, type ForewarmOptions, type LabForewarm } from '../../lab/forewarm.ts';
import { startOrigin, type Origin } from '../../lab/origin.ts';
import { answering, startReceiver, type ReceivedCallback } from '../../lab/receiver.ts';
import { waitForTask } from '../../src/client/index.ts';
import type { Answer } from '../../src/wire/actions.ts';

/** Callbacks of a whole server, to a receiver that fails, hangs, redirects, has enough, is away, over kill -9. */
vi.setConfig({ testTimeout: 120_000 });

const secret = `whsec_${randomBytes(32).toString('base64')}`;
const host = 'cdn.test';
const loopback = { allowAddresses: ['127.0.0.0/8'] };

function options(origin: Origin, more: Record<string, unknown>): ForewarmOptions {
  return {
    nodes: [{ name: 'edge', address: origin.address }],
    domains: [{ name: host, nodes: ['edge'], verify: 'off' }],
    more: { outbound: loopback, ...more },
  };
}

type Callback = Answer<'DescribeUcdnCallback'>['CallbackList'][number];

async function callbacksOf({ client }: LabForewarm, TaskId: string): Promise<Callback[]> {
  return (await client.call('DescribeUcdnCallback', { TaskId: [TaskId] })).CallbackList;
}

/** Submits a URL and waits for its end. */
async function end({ client }: LabForewarm, path = 'a'): Promise<string> {
  const { TaskId } = await client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}/${path}`] });
  await waitForTask(client, TaskId, { pollMs: 20 });
  return TaskId;
}

/** Resolves once the only callback of a task is as wanted. */
async function becomes(forewarm: LabForewarm, taskId: string, wanted: Partial<Callback>): Promise<Callback> {
  let last: Callback[] = [];
  const read = async () => (last = await callbacksOf(forewarm, taskId));
  await expect.poll(read, { timeout: 60_000 }).toEqual([expect.objectContaining(wanted)]);
  return last[0]!;
}

/** Of a callback what it says, if its signature is right. */
function verified({ headers, body }: ReceivedCallback) {
  return new Webhook(secret).verify(body, { ...headers });
}

const ids = (callbacks: readonly ReceivedCallback[]) => callbacks.map(({ headers }) => headers['webhook-id']);

async function metricsOf({ endpoint }: LabForewarm): Promise<string> {
  return (await fetch(`${endpoint}/metrics`)).text();
}

test('a task that ends is told: signed, with its summary as the API gives it, and seen in action and metrics', async () => {
  await using origin = await startOrigin();
  await using receiver = await startReceiver();
  const url = `${receiver.address}/hook?token=5up3rs3cret`;
  await using forewarm = await startForewarm(options(origin, { callbacks: [{ url, secret }] }));
  const taskId = await end(forewarm);
  const [callback] = await receiver.arrived('/hook?token=5up3rs3cret');
  const summary = (await forewarm.client.call('DescribeUcdnTaskSummary', { TaskId: [taskId] })).TaskSummaryList[0];
  expect(verified(callback!)).toEqual({ type: 'task.finished', timestamp: expect.stringMatching(/^\d{4}-.*Z$/), data: summary });
  expect(callback?.headers).toMatchObject({ 'webhook-id': `msg_${taskId}`, 'content-type': 'application/json' });
  expect(callback?.headers['user-agent']).toMatch(/^forewarm\//);
  const told = await becomes(forewarm, taskId, { Status: 'delivered', Attempts: 1, LastCode: 204 });
  expect(told).not.toHaveProperty('NextTime');
  // What may be a token is shown and kept nowhere.
  expect(told.Url).toBe(`${receiver.address}/hook`);
  expect(await metricsOf(forewarm)).toMatch(/^forewarm_callbacks_total\{result="delivered"\} 1$/m);
  expect(await metricsOf(forewarm)).toMatch(/^forewarm_callbacks_waiting 0$/m);
  const data = dirname(forewarm.storeFile);
  const kept = readdirSync(data).map((name) => readFileSync(join(data, name), 'latin1'));
  for (const text of [forewarm.log(), ...kept]) {
    expect(text).not.toContain('5up3rs3cret');
    expect(text).not.toContain(secret.slice('whsec_'.length));
  }
});

test('only of the projects that are asked for', async () => {
  await using origin = await startOrigin();
  await using receiver = await startReceiver();
  const projects = [{ id: 'org-main', default: true }, { id: 'org-other' }];
  const callbacks = [
    { url: `${receiver.address}/other`, secret, projects: ['org-other'] },
    { url: `${receiver.address}/main`, secret, projects: ['org-main'] },
  ];
  await using forewarm = await startForewarm(options(origin, { projects, callbacks }));
  const taskId = await end(forewarm);
  expect(await becomes(forewarm, taskId, { Status: 'delivered' })).toMatchObject({ Url: `${receiver.address}/main` });
  expect(receiver.of('/other')).toEqual([]);
});

describe('a receiver', () => {
  test('that fails is told again with the same id, and the time of that attempt', async () => {
    await using origin = await startOrigin();
    await using receiver = await startReceiver();
    receiver.answer('/', answering(500, { 'Retry-After': '1' }));
    await using forewarm = await startForewarm(options(origin, { callbacks: [{ url: `${receiver.address}/`, secret }] }));
    const taskId = await end(forewarm);
    const waiting = await becomes(forewarm, taskId, { Status: 'waiting', LastCode: 500, LastError: 'the answer was 500' });
    expect(waiting.NextTime).toBeGreaterThanOrEqual(waiting.LastTime ?? Infinity);
    await receiver.arrived('/', 2);
    receiver.answer('/', answering(200));
    const { Attempts } = await becomes(forewarm, taskId, { Status: 'delivered' });
    const callbacks = receiver.of('/');
    expect(callbacks).toHaveLength(Attempts);
    expect(new Set(ids(callbacks))).toEqual(new Set([`msg_${taskId}`]));
    expect(new Set(callbacks.map(({ body }) => body)).size).toBe(1);
    for (const callback of callbacks) verified(callback);
    expect(await metricsOf(forewarm)).toContain(`forewarm_callbacks_total{result="retried"} ${Attempts - 1}\n`);
  });

  test('that hangs holds up no other', async () => {
    await using origin = await startOrigin();
    await using receiver = await startReceiver();
    receiver.answer('/hangs', () => {});
    const callbacks = ['/hangs', '/quick'].map((path) => ({ url: `${receiver.address}${path}`, secret }));
    await using forewarm = await startForewarm(options(origin, { callbacks }));
    for (let task = 0; task < 6; task += 1) await end(forewarm, String(task));
    expect(new Set(ids(await receiver.arrived('/quick', 6))).size).toBe(6);
    const { CallbackList } = await forewarm.client.call('DescribeUcdnCallback', { Status: 'waiting' });
    expect(CallbackList.map(({ Url }) => Url)).toEqual(Array.from({ length: 6 }, () => `${receiver.address}/hangs`));
  });

  test('that redirects is not followed, and that is told', async () => {
    await using origin = await startOrigin();
    await using receiver = await startReceiver();
    receiver.answer('/', answering(307, { Location: '/elsewhere' }));
    await using forewarm = await startForewarm(options(origin, { callbacks: [{ url: `${receiver.address}/`, secret }] }));
    const taskId = await end(forewarm);
    await becomes(forewarm, taskId, { Status: 'waiting', LastCode: 307, LastError: 'the answer was 307: redirects are not followed' });
    expect(receiver.of('/elsewhere')).toEqual([]);
  });

  test('that answers 410 is told no more of this task, until somebody asks for it', async () => {
    await using origin = await startOrigin();
    await using receiver = await startReceiver();
    receiver.answer('/', (response, nth) => void response.writeHead(nth === 1 ? 410 : 200).end());
    await using forewarm = await startForewarm(options(origin, { callbacks: [{ url: `${receiver.address}/`, secret }] }));
    const taskId = await end(forewarm);
    const { CallbackId } = await becomes(forewarm, taskId, { Status: 'failed', LastCode: 410, Attempts: 1 });
    expect(receiver.of('/')).toHaveLength(1);
    const again = await forewarm.client.call('RedeliverUcdnCallback', { CallbackId: [CallbackId] });
    expect(again.RedeliveredList).toEqual([CallbackId]);
    await becomes(forewarm, taskId, { Status: 'delivered', Attempts: 1 });
    expect(new Set(ids(receiver.of('/'))).size).toBe(1);
    const { AuditList } = await forewarm.client.call('DescribeUcdnAuditLog', { ActionName: 'RedeliverUcdnCallback' });
    expect(AuditList).toMatchObject([{ Detail: `callbacks ${CallbackId}`, Code: 0 }]);
  });

  test('at an address that is not public gets nothing unless the configuration allows it', async () => {
    await using origin = await startOrigin();
    await using receiver = await startReceiver();
    const more = { callbacks: [{ url: `${receiver.address}/`, secret }], outbound: { allowAddresses: ['10.0.0.0/8'] } };
    await using forewarm = await startForewarm(options(origin, more));
    const taskId = await end(forewarm);
    const LastError = '127.0.0.1 is not public, and outbound.allowAddresses does not have it';
    expect(await becomes(forewarm, taskId, { Status: 'waiting', LastError })).not.toHaveProperty('LastCode');
    expect(receiver.received).toEqual([]);
    await forewarm.configure(options(origin, { ...more, outbound: loopback }));
    forewarm.signal('SIGHUP');
    await becomes(forewarm, taskId, { Status: 'delivered' });
  });
});

describe('kill -9', () => {
  test('while the receiver is down loses nothing', async () => {
    await using origin = await startOrigin();
    await using receiver = await startReceiver();
    await receiver.stop();
    await using forewarm = await startForewarm(options(origin, { callbacks: [{ url: `${receiver.address}/`, secret }] }));
    const tasks = await Promise.all(Array.from({ length: 20 }, (_, index) => end(forewarm, String(index))));
    await forewarm.crash();
    await receiver.start();
    await forewarm.start();
    await receiver.arrived('/', tasks.length);
    await expect.poll(() => new Set(ids(receiver.of('/')))).toEqual(new Set(tasks.map((taskId) => `msg_${taskId}`)));
  });

  test('between the receipt and its record tells once more: the same, under the same id', async () => {
    await using origin = await startOrigin();
    await using receiver = await startReceiver();
    receiver.answer('/', (response, nth) => {
      if (nth > 1) response.writeHead(200).end();
    });
    await using forewarm = await startForewarm(options(origin, { callbacks: [{ url: `${receiver.address}/`, secret }] }));
    const taskId = await end(forewarm);
    await receiver.arrived('/');
    await forewarm.crash();
    await forewarm.start();
    const [first, second] = await receiver.arrived('/', 2);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    await becomes(forewarm, taskId, { Status: 'delivered' });
  });
});

test('what waits for an address that is configured no longer is dropped, and can be sent when it is there again', async () => {
  await using origin = await startOrigin();
  await using receiver = await startReceiver();
  receiver.answer('/', answering(500));
  const withCallback = options(origin, { callbacks: [{ url: `${receiver.address}/`, secret }] });
  await using forewarm = await startForewarm(withCallback);
  const { client } = forewarm;
  const taskId = await end(forewarm);
  await receiver.arrived('/');
  await forewarm.configure(options(origin, {}));
  forewarm.signal('SIGHUP');
  await becomes(forewarm, taskId, { Status: 'dropped', LastError: 'its address is no longer configured' });
  expect((await client.call('RedeliverUcdnCallback', { TaskId: taskId })).RedeliveredList).toEqual([]);
  const quiet = await end(forewarm, 'quiet');
  expect(await callbacksOf(forewarm, quiet)).toEqual([]);

  receiver.answer('/', answering(200));
  await forewarm.configure(withCallback);
  forewarm.signal('SIGHUP');
  await expect.poll(async () => (await client.call('RedeliverUcdnCallback', { TaskId: taskId })).RedeliveredList).toHaveLength(1);
  await becomes(forewarm, taskId, { Status: 'delivered' });
  expect(ids(receiver.of('/'))).not.toContain(`msg_${quiet}`);
});
