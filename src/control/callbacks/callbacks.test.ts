import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSqliteStore } from '../../store/sqlite/open.ts';
import type { NewTask, Store } from '../../store/store.ts';
import { Callbacks, type CallbackResult, type CallbacksParts } from './callbacks.ts';
import type { Post, PostAnswer } from './post.ts';

/** On a real store, with a clock and a way out of our own. */
const secret = `whsec_${Buffer.alloc(32, 'secret').toString('base64')}`;
const hook = { url: 'https://hooks.test/a', secret };
const other = { url: 'https://hooks.test/b', secret };
const minuteMs = 60_000;
const noonMs = 1_767_268_800_000;
const plain: Omit<NewTask, 'taskId'> = {
  project: 'org-main',
  kind: 'prefetch',
  createdAtMs: noonMs,
  submittedBy: 'key',
  plan: { nodes: [{ name: 'edge-a', layer: 'edge' }], domains: [{ name: 'cdn.test', nodes: [0], variants: [{}] }] },
  urls: [{ text: 'http://cdn.test/a', domain: 0 }],
};

type Order = Parameters<Post>[0];

let folder: string;
let store: Store;
let tasks: number;
let clockMs: number;
let posted: Order[];
let answer: (order: Order) => PostAnswer | Promise<PostAnswer>;
let results: Map<CallbackResult, number>;
let lines: string[];
let running: Callbacks[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forewarm-callbacks-'));
  store = await openSqliteStore({ path: join(folder, 'forewarm.db') });
  clockMs = noonMs + 2 * minuteMs;
  tasks = 0;
  posted = [];
  answer = () => ({ kind: 'answered', status: 204 });
  results = new Map();
  lines = [];
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((callbacks) => callbacks.stop()));
  await store.close();
  rmSync(folder, { recursive: true });
});

async function start(more: Partial<CallbacksParts> = {}): Promise<Callbacks> {
  const line = (_fields: object, message: string) => void lines.push(message);
  const callbacks = await Callbacks.start({
    store,
    post: async (order) => {
      posted.push(order);
      return answer(order);
    },
    describe: ({ taskId, status }) => ({ taskId, status }),
    log: { info: line, warn: line, error: line },
    options: [hook],
    onResult: (result, count) => void results.set(result, (results.get(result) ?? 0) + count),
    nowMs: () => clockMs,
    chance: () => 0,
    lookEveryMs: 5,
    ...more,
  });
  running.push(callbacks);
  return callbacks;
}

/** A task of one URL that succeeds. */
async function endTask(said: Partial<NewTask> = {}): Promise<string> {
  tasks += 1;
  const { task, taskId } = await store.submit({ ...plain, taskId: `T${tasks}`, ...said });
  const [{ id } = { id: 0 }] = await store.openUrls(task, 0, 1);
  const outcome = { status: 'succeeded', httpStatus: 200, bodyBytes: 1, attempts: 1, elapsedMs: 1 } as const;
  const report = { kind: 'ended', task, urlId: id, nodeIndex: 0, item: 'item', outcome } as const;
  await store.record({ reports: [report], nowMs: noonMs + minuteMs, live: [] });
  return taskId;
}

async function statesOf(callbacks: Callbacks) {
  const { deliveries } = await callbacks.read({ project: 'org-main' }, { offset: 0, limit: 100 });
  return deliveries.map(({ state, attempts }) => `${state} ${attempts}`);
}

/** Every so far ended attempt recorded, and none on its way. */
async function settles(callbacks: Callbacks, states: readonly string[]): Promise<void> {
  await vi.waitFor(async () => expect(await statesOf(callbacks)).toEqual(states));
}

test('a task that ends is told once', async () => {
  const callbacks = await start();
  const taskId = await endTask();
  await settles(callbacks, ['delivered 1']);
  expect(posted).toHaveLength(1);
  expect(posted[0]).toMatchObject({ url: hook.url, timeoutMs: 15_000, headers: { 'webhook-id': `msg_${taskId}` } });
  expect(JSON.parse(posted[0]?.body ?? '')).toMatchObject({ data: { taskId, status: 'succeeded' } });
  expect(results).toEqual(new Map([['delivered', 1]]));
  expect(await callbacks.waiting()).toEqual({ count: 0, oldestS: 0 });
});

test('what fails is tried for a day, then given up and told so', async () => {
  answer = () => ({ kind: 'answered', status: 500 });
  const callbacks = await start();
  await endTask();
  await settles(callbacks, ['waiting 1']);
  expect(await callbacks.waiting()).toMatchObject({ count: 1, oldestS: minuteMs / 1000 });
  const startMs = clockMs;
  for (let attempts = 1; (await statesOf(callbacks))[0] === `waiting ${attempts}`; attempts += 1) {
    expect(posted).toHaveLength(attempts);
    const { deliveries } = await callbacks.read({ project: 'org-main' }, { offset: 0, limit: 1 });
    clockMs = deliveries[0]?.nextAtMs ?? 0;
    callbacks.look();
    await vi.waitFor(async () => expect((await statesOf(callbacks))[0]).toMatch(new RegExp(`^(waiting|failed) ${attempts + 1}$`)));
  }
  expect(await statesOf(callbacks)).toEqual([`failed ${posted.length}`]);
  // Until the next wait would have passed the day.
  expect(clockMs - startMs).toBeGreaterThan(86_400_000 - 3_600_000);
  expect(clockMs - startMs).toBeLessThanOrEqual(86_400_000);
  expect(results).toEqual(
    new Map([
      ['retried', posted.length - 1],
      ['failed', 1],
    ]),
  );
  expect(lines.at(-1)).toBe('callback given up');
});

test('one that hangs holds up no other address, and gets four at a time', async () => {
  const open: (() => void)[] = [];
  answer = ({ url }) =>
    url === hook.url
      ? new Promise((resolve) => void open.push(() => resolve({ kind: 'answered', status: 200 })))
      : { kind: 'answered', status: 200 };
  const callbacks = await start({ options: [hook, other] });
  for (let task = 0; task < 6; task += 1) await endTask();
  await vi.waitFor(async () => expect((await statesOf(callbacks)).filter((state) => state === 'delivered 1')).toHaveLength(6));
  expect(open).toHaveLength(4);
  open.shift()?.();
  await vi.waitFor(() => expect(open).toHaveLength(4));
  while (open.length > 0 || (await callbacks.waiting()).count > 0) {
    open.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(posted.filter(({ url }) => url === hook.url)).toHaveLength(6);
});

test('a start goes on with what is left, also with what was cut', async () => {
  answer = ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve({ kind: 'failed', message: 'cut' })));
  const before = await start();
  const taskId = await endTask();
  await vi.waitFor(() => expect(posted).toHaveLength(1));
  await before.stop();
  expect(await statesOf(before)).toEqual(['waiting 0']);
  answer = () => ({ kind: 'answered', status: 200 });
  await settles(await start(), ['delivered 1']);
  expect(posted.map(({ headers }) => headers['webhook-id'])).toEqual([`msg_${taskId}`, `msg_${taskId}`]);
});

describe('another configuration', () => {
  test('drops what waits for an address that is gone, tells who is new of what ends from now on', async () => {
    answer = () => ({ kind: 'failed', message: 'no' });
    const callbacks = await start();
    await endTask();
    await settles(callbacks, ['waiting 1']);
    callbacks.reconfigure([other]);
    await settles(callbacks, ['dropped 1']);
    expect(results.get('dropped')).toBe(1);
    answer = () => ({ kind: 'answered', status: 200 });
    await endTask();
    await settles(callbacks, ['delivered 1', 'dropped 1']);
    expect(posted.map(({ url }) => url)).toEqual([hook.url, other.url]);
  });

  test('signs what waits with the new secret', async () => {
    answer = () => ({ kind: 'failed', message: 'no' });
    const callbacks = await start();
    await endTask();
    await settles(callbacks, ['waiting 1']);
    callbacks.reconfigure([{ ...hook, secret: `whsec_${Buffer.alloc(32, 'new').toString('base64')}` }]);
    await callbacks.redeliver([1]);
    await vi.waitFor(() => expect(posted.length).toBeGreaterThan(1));
    const [first, second] = posted.map(({ headers }) => headers['webhook-signature']);
    expect(second).not.toBe(first);
  });

  test('counts although the store can not be written at that moment', async () => {
    const callbacks = await start();
    const fault = vi.spyOn(store, 'setCallbackTargets').mockRejectedValueOnce(new Error('full'));
    callbacks.reconfigure([other]);
    await vi.waitFor(() => expect(fault).toHaveBeenCalledTimes(2));
    await endTask();
    await settles(callbacks, ['delivered 1']);
    expect(posted.map(({ url }) => url)).toEqual([other.url]);
  });
});

test('while its result can not be stored it is told no second time', async () => {
  const callbacks = await start();
  const record = vi.spyOn(store, 'recordAttempt').mockRejectedValueOnce(new Error('full')).mockRejectedValueOnce(new Error('full'));
  await endTask();
  await settles(callbacks, ['delivered 1']);
  expect(record).toHaveBeenCalledTimes(3);
  expect(posted).toHaveLength(1);
});

test('replays are told to nobody', async () => {
  const callbacks = await start();
  await endTask({ isReplay: true });
  const taskId = await endTask();
  await settles(callbacks, ['delivered 1']);
  expect(posted.map(({ headers }) => headers['webhook-id'])).toEqual([`msg_${taskId}`]);
});
