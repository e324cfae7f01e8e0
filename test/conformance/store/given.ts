import type { NewTask, NewUrl, Recorded, Store, Submitted, TaskWithUrls } from '../../../src/store/store.ts';
import type { Outcome } from '../../../src/tasks/outcome.ts';
import type { Plan } from '../../../src/tasks/plan.ts';
import type { RefreshOrder } from '../../../src/tasks/purge.ts';
import type { Advanced, Ended, Started } from '../../../src/tasks/work.ts';

/** A database that a store is opened on, again and again. Disposed of, nothing is left. */
export type StorePlace = AsyncDisposable & { open(): Promise<Store> };

/** Makes an empty one. */
export type NewPlace = () => Promise<StorePlace>;

/** An empty store for one test. */
export async function emptyStore(newPlace: NewPlace): Promise<AsyncDisposable & { store: Store }> {
  const place = await newPlace();
  const store = await place.open();
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

export const noonMs = 1_767_268_800_000;
export const noonS = noonMs / 1000;

/** One domain on one edge. */
export const plainPlan: Plan = {
  nodes: [{ name: 'edge-a', layer: 'edge' }],
  domains: [{ name: 'cdn.example.com', nodes: [0], variants: [{}] }],
};

/** `cdn` goes through a shield and two edges, `img` through the second edge only. */
export const layeredPlan: Plan = {
  nodes: [
    { name: 'shield', layer: 'mid' },
    { name: 'edge-a', layer: 'edge' },
    { name: 'edge-b', layer: 'edge' },
  ],
  domains: [
    { name: 'cdn.example.com', nodes: [0, 1, 2], variants: [{}] },
    { name: 'img.example.com', nodes: [2], variants: [{}, { 'Accept-Encoding': 'br' }] },
  ],
};

export function lines(count: number): NewUrl[] {
  return Array.from({ length: count }, (_, place) => ({ text: `https://cdn.example.com/${place}`, domain: 0 }));
}

export const deleteFiles: RefreshOrder = { type: 'file', mode: 'delete', thenPrefetch: false };

let lastTask = 0;

/** A task of one URL at noon, but for what is said otherwise; a refresh deletes files. Ids ascend in the order of the calls. */
export function newTask(said: Partial<NewTask> = {}): NewTask {
  lastTask += 1;
  const taskId = `T${String(lastTask).padStart(8, '0')}`;
  return {
    taskId,
    project: 'org-main',
    kind: 'prefetch',
    createdAtMs: noonMs,
    submittedBy: 'key',
    plan: plainPlan,
    urls: lines(1),
    ...(said.kind === 'refresh' && { refresh: deleteFiles }),
    ...said,
  };
}

/** The ids of a task's lines that are fetched, in order. None may have ended. */
export async function urlIds(store: Store, { task }: Submitted): Promise<number[]> {
  return (await store.openUrls(task, 0, 100_000)).map(({ id }) => id);
}

export const had: Outcome = { status: 'succeeded', httpStatus: 200, bodyBytes: 4096, attempts: 1, elapsedMs: 12 };
export const failed: Outcome = {
  status: 'failed',
  reason: 'http_status',
  message: 'The origin answered 404.',
  httpStatus: 404,
  bodyBytes: 9,
  attempts: 3,
  elapsedMs: 40,
};
export const lost: Outcome = {
  status: 'unknown',
  reason: 'removed',
  message: 'The node was taken out of the configuration.',
  bodyBytes: 0,
  attempts: 0,
  elapsedMs: 0,
};

export function ended(task: number, urlId: number, nodeIndex = 0, outcome: Outcome = had): Ended {
  return { kind: 'ended', task, urlId, nodeIndex, item: 'item', outcome };
}

export function started(task: number, urlId: number, nodeIndex = 0): Started {
  return { kind: 'started', task, urlId, nodeIndex, item: 'item' };
}

export function advanced(task: number, urlId: number, nodeIndex = 0): Advanced {
  return { kind: 'advanced', task, urlId, nodeIndex, item: 'item', receivedBytes: 1, expectedBytes: 2 };
}

export function report(store: Store, ...reports: (Ended | Started | Advanced)[]): Promise<Recorded> {
  return store.record({ reports, nowMs: noonMs + 60_000, live: [] });
}

/** Every line of a task comes to the same end, on the one node that its plan has. */
export async function endAll(store: Store, submitted: Submitted, outcome: Outcome = had): Promise<Recorded> {
  const ids = await urlIds(store, submitted);
  return report(store, ...ids.map((id) => ended(submitted.task, id, 0, outcome)));
}

export const all = { project: 'org-main', kind: 'prefetch', window: { beginS: 0, endS: noonS * 2 } } as const;

/** What Describe would answer without a limit. */
export async function describeAll(store: Store): Promise<TaskWithUrls[]> {
  return drain(store.readTasks(all, { offset: 0 }));
}

export async function drain<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
