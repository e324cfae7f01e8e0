import { setImmediate } from 'node:timers/promises';
import type { Store, TaskKind } from '../../store/store.ts';
import type { PurgeMode, PurgeScope, RefreshOrder } from '../../tasks/purge.ts';
import { isEnded } from '../../tasks/status.ts';
import { servesScheme, type ControlDomain, type ControlNode } from '../options.ts';
import { purgedSince, warmSet } from './missed.ts';
import { isNoContact } from './reach.ts';
import { replayTask, type ReplayOrder, type ReplayUrl } from './replaytask.ts';

export type ReplaysParts = {
  store: Store;
  newTaskId: () => string;
  nowMs: () => number;
  /** A task was stored, and may be taken up. */
  submitted: (kind: TaskKind) => void;
};

type Gathered = { readonly order: RefreshOrder; readonly urls: ReplayUrl[] };

/** Small enough that storing it holds nobody up. */
const urlsPerTask = 2000;

/** The tasks that bring nodes up to date. Each method that begins some gives their numbers; they are durable then. */
export class Replays {
  readonly #parts: ReplaysParts;

  constructor(parts: ReplaysParts) {
    this.#parts = parts;
  }

  /** Nodes forget what was purged since. */
  async forget(nodes: readonly ControlNode[], domains: readonly ControlDomain[], sinceS: number): Promise<number[]> {
    const tasks: number[] = [];
    const gathered = new Map<string, Gathered>();
    for await (const { url, scope, mode, domain } of purgedSince(this.#parts.store, domains, sinceS)) {
      const key = `${scope} ${mode}`;
      const order = orderOf(scope, mode);
      const urls = gathered.get(key)?.urls ?? [];
      urls.push({ url, domain });
      gathered.set(key, { order, urls });
      if (urls.length < urlsPerTask) continue;
      gathered.delete(key);
      tasks.push(await this.#submit({ nodes, urls, refresh: order }));
    }
    for (const { order, urls } of gathered.values()) tasks.push(await this.#submit({ nodes, urls, refresh: order }));
    return tasks;
  }

  /** A node gets what it should hold. */
  async warm(node: ControlNode, domains: readonly ControlDomain[]): Promise<number[]> {
    const { store, nowMs } = this.#parts;
    const tasks: number[] = [];
    for (const domain of domains) {
      const urls = (await warmSet(store, domain, nowMs())).filter(({ url }) => isServed(node, url));
      for (let first = 0; first < urls.length; first += urlsPerTask) {
        tasks.push(await this.#submit({ nodes: [node], urls: urls.slice(first, first + urlsPerTask) }));
      }
    }
    return tasks;
  }

  /** How many URLs of a task are open; 0 once it has ended, or is gone. */
  async openUrls(task: number): Promise<number> {
    const found = await this.#parts.store.taskStatus(task);
    return found === undefined || isEnded(found.status) ? 0 : found.counts.waiting + found.counts.running;
  }

  /** Why a task of a single node failed there, if it is that the node could not be reached. */
  async noContact(task: number): Promise<string | undefined> {
    const { store } = this.#parts;
    if ((await store.taskStatus(task))?.counts.failed === 0) return undefined;
    for (let offset = 0; ; offset += urlsPerTask) {
      const { total, urls } = await store.readUrls(task, { status: 'failed', offset, limit: urlsPerTask });
      for (const { nodes } of urls) {
        const outcome = nodes[0]?.outcome;
        if (isNoContact(outcome?.reason)) return outcome?.message ?? '';
      }
      if (offset + urls.length >= total || urls.length === 0) return undefined;
    }
  }

  async #submit(order: ReplayOrder): Promise<number> {
    const { store, newTaskId, nowMs, submitted } = this.#parts;
    const task = replayTask(order, newTaskId(), nowMs());
    const { task: number } = await store.submit(task);
    submitted(task.kind);
    // A long replay must not keep the event loop from everybody else.
    await setImmediate();
    return number;
  }
}

function isServed(node: ControlNode, url: string): boolean {
  return servesScheme(node, url.startsWith('https:') ? 'https' : 'http');
}

function orderOf(scope: PurgeScope, mode: PurgeMode): RefreshOrder {
  return { type: scope === 'subtree' ? 'dir' : 'file', mode, thenPrefetch: false };
}
