import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { openSqliteStore } from '../../store/sqlite/open.ts';
import type { Store, TaskSummary } from '../../store/store.ts';
import type { RefreshOrder } from '../../tasks/purge.ts';
import type { TargetUrl } from '../../tasks/url.ts';
import { startControl, type ControlParts, type RunningControl } from '../create.ts';
import type { Log } from '../log.ts';
import type { ControlDomain, ControlNode, ControlOptions } from '../options.ts';
import { FakeQueue } from './fakequeue.ts';

export function node(name: string, more: Partial<ControlNode> = {}): ControlNode {
  return { name, layer: 'edge', cache: 'auto', addresses: { http: 'http://127.0.0.1:1' }, sharedSchemes: false, concurrency: 8, ...more };
}

export function domain(name: string, nodes: readonly string[], more: Partial<ControlDomain> = {}): ControlDomain {
  return { name, id: `id-of-${name}`, project: 'org-main', prefetch: true, nodes, variants: [{}], stagger: false, quota: {}, ...more };
}

export function target(url: string): TargetUrl {
  const { protocol, hostname } = new URL(url);
  return { text: url, scheme: protocol === 'https:' ? 'https' : 'http', host: hostname, url };
}

/** `count` URLs of one host. */
export function targets(count: number, host = 'cdn.test', from = 0): TargetUrl[] {
  return Array.from({ length: count }, (_, index) => target(`http://${host}/${from + index}`));
}

/** Control on a real store in a folder of its own, with a queue whose engine is the test. */
export type Scene = AsyncDisposable & {
  control: RunningControl;
  queue: FakeQueue;
  store: Store;
  readonly options: ControlOptions;
  log: typeof log;
  submit(urls: readonly TargetUrl[], project?: string): Promise<string>;
  refresh(urls: readonly TargetUrl[], order?: Partial<RefreshOrder>): Promise<string>;
  task(taskId: string, project?: string): Promise<TaskSummary>;
  /** Ends control as kill -9 would, and starts another on the same file. */
  restart(options?: Partial<ControlOptions>): Promise<void>;
  /** Waits until this many items are out, and hands them over. */
  out(count: number): Promise<FakeQueue['items']>;
};

const log = { info: vi.fn<Log['info']>(), warn: vi.fn<Log['warn']>(), error: vi.fn<Log['error']>() };

export async function scene(
  options: Partial<ControlOptions> & Pick<ControlOptions, 'nodes' | 'domains'>,
  nowMs: () => number = Date.now,
  timings: Pick<ControlParts, 'ledgerEveryMs' | 'sampleEveryMs'> = {},
): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-control-'));
  const path = join(folder, 'forewarm.db');
  let current: ControlOptions = {
    queuedUrls: 1_000_000,
    submitIntervalMs: 0,
    timezone: 'Asia/Shanghai',
    history: { keepDays: 30 },
    purgeLayerMs: 3000,
    readyMaxMs: 600_000,
    ...options,
  };
  let store = await openSqliteStore({ path });
  let queue = new FakeQueue();
  let control = await startControl({ store, queue, options: current, log, nowMs, ...timings });
  return {
    get control() {
      return control;
    },
    get queue() {
      return queue;
    },
    get store() {
      return store;
    },
    get options() {
      return current;
    },
    log,
    async submit(urls, project = 'org-main') {
      return (await control.submitPrefetch({ project, by: 'key', urls })).taskId;
    },
    async refresh(urls, order = {}) {
      const request = {
        project: 'org-main',
        by: 'key',
        urls,
        order: { type: 'file', mode: 'delete', thenPrefetch: false, ...order } as const,
      };
      return (await control.submitRefresh(request)).taskId;
    },
    async task(taskId, project = 'org-main') {
      const found = await control.findTask(project, taskId);
      if (found === undefined) throw new Error(`no task ${taskId}`);
      return found;
    },
    async restart(changes = {}) {
      await control.stop();
      await store.close();
      current = { ...current, ...changes };
      store = await openSqliteStore({ path });
      queue = new FakeQueue();
      control = await startControl({ store, queue, options: current, log, nowMs, ...timings });
    },
    async out(count) {
      await expect.poll(() => queue.items.length, { timeout: 10_000 }).toBe(count);
      return [...queue.items];
    },
    async [Symbol.asyncDispose]() {
      await control.stop();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
