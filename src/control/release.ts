import type { Queue } from '../queue/queue.ts';
import type { Store } from '../store/store.ts';
import type { Ended, Report } from '../tasks/work.ts';
import { NodeLanes, type Due } from './lanes.ts';
import { Outstanding } from './outstanding.ts';
import { takeUp, type Run } from './run.ts';
import { endedWithout, workItems } from './workitems.ts';

/** Runs taken up per project at once: enough to keep every node busy, few enough to hold in memory. */
const activeRunsAtMost = 1000;
const tasksPerRead = 200;

/** `readTo`: every unfinished task of the project up to this number was taken up. */
type ProjectWindow = { readTo: number; activeRuns: number; exhausted: boolean };

export type ReleaseParts = {
  store: Store;
  queue: Queue;
  isNode: (name: string) => boolean;
  /** Records outcomes that no engine will report, such as of a node that is no longer configured. */
  settle: (reports: readonly Ended[]) => Promise<void>;
};

/**
 * Brings unfinished tasks from the store to the queue: run by run, layer by layer, node by node.
 *
 * A run waits at its layer until every node of that layer has ended with it; nodes go at their own
 * pace, so a slow one holds back only itself and what depends on it. The store alone knows what is
 * unfinished: all here can be forgotten and read anew. Every method may reject when the store does;
 * nothing is lost by that, and `advance` takes it up again.
 */
export class Release {
  readonly #parts: ReleaseParts;
  readonly #windows = new Map<string, ProjectWindow>();
  readonly #lanes = new Map<string, NodeLanes>();
  readonly #outstanding = new Outstanding();
  /** Nodes on which something has become due or has come back. */
  readonly #stirred = new Set<string>();
  #itemCount = 0;
  #passage: Promise<void> = Promise.resolve();

  constructor(parts: ReleaseParts) {
    this.#parts = parts;
  }

  /** Takes up what the store holds unfinished; once, at the start. */
  async resume(): Promise<void> {
    for (const project of await this.#parts.store.unfinishedProjects()) this.#window(project);
    await this.advance();
  }

  /** A task of this project was stored. */
  submitted(project: string): Promise<void> {
    this.#window(project).exhausted = false;
    return this.advance();
  }

  /** Ticks off what has ended and sends out what that makes room for. */
  ended(reports: readonly Report[]): Promise<void> {
    for (const report of reports) {
      const out = report.kind === 'ended' ? this.#outstanding.tick(report) : undefined;
      if (out === undefined) continue;
      this.#nodeLanes(out.node).cameBack(out.project);
      this.#stirred.add(out.node);
      this.#nodeEnded(out.due.run);
    }
    return this.advance();
  }

  /** All that is out may be lost: each run becomes due on its node again. */
  lost(): Promise<void> {
    for (const { due, node, project } of this.#outstanding.takeAll()) {
      this.#nodeLanes(node).cameBack(project);
      this.#makeDue(project, node, due);
    }
    return this.advance();
  }

  /** Sends out what may go. Passages run one after another, since each reads the store between looking and acting. */
  advance(): Promise<void> {
    const next = this.#passage.then(() => this.#pass());
    this.#passage = next.catch(() => undefined);
    return next;
  }

  /** Resolves when no passage is under way. */
  idle(): Promise<void> {
    return this.#passage;
  }

  async #pass(): Promise<void> {
    for (;;) {
      for (const [project, window] of this.#windows) await this.#fill(project, window);
      if (this.#stirred.size === 0) return;
      for (const node of this.#stirred) {
        // Deleted first: what stirs it again meanwhile brings it back to the end of this very loop.
        this.#stirred.delete(node);
        const lanes = this.#nodeLanes(node);
        for (let due = lanes.take(); due !== undefined; due = lanes.take()) await this.#send(node, due);
      }
    }
  }

  async #fill(project: string, window: ProjectWindow): Promise<void> {
    while (!window.exhausted && window.activeRuns < activeRunsAtMost) {
      // Set before the read: a submit that comes during it must not be overlooked.
      window.exhausted = true;
      const tasks = await this.#parts.store.unfinishedTasks(project, window.readTo, tasksPerRead).catch((error: unknown) => {
        window.exhausted = false;
        throw error;
      });
      if (tasks.length === tasksPerRead) window.exhausted = false;
      for (const stored of tasks) {
        window.readTo = stored.task;
        const runs = takeUp(stored);
        window.activeRuns += runs.length;
        for (const run of runs) this.#enterLayer(run);
      }
    }
  }

  async #send(node: string, due: Due): Promise<void> {
    const { run } = due;
    const { store, queue, isNode, settle } = this.#parts;
    const { task, taskId, project } = run.task.stored;
    try {
      const urls = await store.openUrls(task, run.first, run.count);
      const items = workItems(node, due, urls, () => `${taskId}/${++this.#itemCount}`);
      if (items.length === 0) {
        this.#nodeEnded(run);
      } else if (isNode(node)) {
        this.#nodeLanes(node).wentOut(project);
        this.#outstanding.add({ due, node, project }, items);
        for (const item of items) queue.publish(item);
      } else {
        await settle(items.flatMap((item) => endedWithout(item, removed(node))));
        this.#nodeEnded(run);
      }
    } catch (error) {
      this.#makeDue(project, node, due);
      throw error;
    }
  }

  #enterLayer(run: Run): void {
    const { stored, layers } = run.task;
    const layer = layers[run.layer];
    if (layer === undefined) {
      this.#window(stored.project).activeRuns -= 1;
      return;
    }
    run.openNodes = layer.nodes.length;
    for (const nodeIndex of layer.nodes) {
      const node = stored.plan.nodes[nodeIndex];
      if (node !== undefined) this.#makeDue(stored.project, node.name, { run, nodeIndex });
    }
  }

  #makeDue(project: string, node: string, due: Due): void {
    this.#nodeLanes(node).push(project, due);
    this.#stirred.add(node);
  }

  #nodeEnded(run: Run): void {
    run.openNodes -= 1;
    if (run.openNodes > 0) return;
    run.layer += 1;
    this.#enterLayer(run);
  }

  #window(project: string): ProjectWindow {
    let window = this.#windows.get(project);
    if (window === undefined) {
      window = { readTo: 0, activeRuns: 0, exhausted: false };
      this.#windows.set(project, window);
    }
    return window;
  }

  #nodeLanes(node: string): NodeLanes {
    let lanes = this.#lanes.get(node);
    if (lanes === undefined) {
      lanes = new NodeLanes();
      this.#lanes.set(node, lanes);
    }
    return lanes;
  }
}

function removed(node: string) {
  return {
    status: 'unknown',
    reason: 'removed',
    message: `node ${node} is no longer in the configuration, so whether it has the object can't be known`,
    bodyBytes: 0,
    attempts: 0,
    elapsedMs: 0,
  } as const;
}
