import type { Queue } from '../queue/queue.ts';
import type { Store, TaskKind, UnfinishedTask } from '../store/store.ts';
import { priorities } from '../tasks/priority.ts';
import type { Step } from '../tasks/steps.ts';
import type { Advanced, Ended, Report, Started } from '../tasks/work.ts';
import { Firsts } from './firsts.ts';
import { NodeLanes } from './lanes.ts';
import { Outstanding } from './outstanding.ts';
import { Owed } from './owed.ts';
import { growTo, takeUp, type ActiveTask, type Due, type Run } from './run.ts';
import { TaskFault } from './taskfault.ts';
import type { Origin } from './throughput/throughput.ts';
import { endedWithout, startsOf, workItems } from './workitems.ts';

/** Runs taken up per project and priority at once: enough to keep every node busy, few enough to hold in memory. */
const activeRunsAtMost = 1000;
const tasksPerRead = 200;

/** Of one priority, so that an urgent task is not taken up behind others. `readTo`: every unfinished task of it up to this number was taken up. */
type ProjectWindow = { readonly project: string; readonly priority: number; readTo: number; activeRuns: number; exhausted: boolean };

export type ReleaseParts = {
  /** Refreshes have a release of their own, so that they wait behind no prefetch. */
  kind: TaskKind;
  store: Store;
  queue: Queue;
  isNode: (name: string) => boolean;
  /** How long a purge of shields may hold back that of the edges. */
  purgeLayerMs: () => number;
  /** Records what no engine will report, such as the outcome of a node that is no longer configured. */
  settle: (reports: readonly (Started | Ended)[]) => Promise<void>;
  /** Told of a passage that a timer began and that failed. */
  onFault: (error: unknown) => void;
};

/**
 * Brings unfinished tasks of one kind from the store to the queue: run by run, step by step, node by node.
 *
 * A run waits at its step until every node of that step has ended with it; nodes go at their own
 * pace, so a slow one holds back only itself and what depends on it. The store alone knows what is
 * unfinished: all here can be forgotten and read anew. Every method may reject when the store does;
 * nothing is lost by that, and `advance` takes it up again.
 */
export class Release {
  readonly #parts: ReleaseParts;
  readonly #windows = new Map<string, ProjectWindow>();
  readonly #lanes = new Map<string, NodeLanes>();
  readonly #outstanding = new Outstanding();
  readonly #firsts = new Firsts();
  /** Tasks that wait for another to end, by number. */
  readonly #held = new Map<number, UnfinishedTask>();
  /** What nodes have not been made to forget, or to get, yet. */
  readonly owed: Owed;
  /** Nodes on which something has become due or has come back. */
  readonly #stirred = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #itemCount = 0;
  #passage: Promise<void> = Promise.resolve();

  constructor(parts: ReleaseParts) {
    this.#parts = parts;
    this.owed = new Owed(parts.kind === 'refresh' ? 'purge' : 'pull');
  }

  /** Takes up what the store holds unfinished; once, at the start. */
  async resume(): Promise<void> {
    for (const project of await this.#parts.store.unfinishedProjects()) for (const priority of priorities) this.#window(project, priority);
    await this.advance();
  }

  /** A task of this project and priority was stored. */
  submitted(project: string, priority: number): Promise<void> {
    this.#window(project, priority).exhausted = false;
    return this.advance();
  }

  /** A task that waited for another may start. One that has not been read yet will be found so by then. */
  released(task: number): Promise<void> {
    return this.advance(() => {
      const stored = this.#held.get(task);
      if (this.#held.delete(task) && stored !== undefined) this.#takeUp(stored);
    });
  }

  /** A task that waited for another never starts. */
  neverStarts(task: number): void {
    this.#held.delete(task);
  }

  /** A task was ended in the store: what is out of it comes back no more. What is due of it finds nothing left to do. */
  cancelled(task: number): Promise<void> {
    return this.advance(() => {
      this.#held.delete(task);
      // The passage before this may have sent out more of it.
      this.#parts.queue.cancel(task);
      for (const { due, node, project } of this.#outstanding.takeTask(task)) {
        this.#nodeLanes(node).cameBack(project, due.run.task.stored.priority);
        this.#stirred.add(node);
        this.#nodeEnded(due);
      }
    });
  }

  /**
   * What of a report is to be recorded: nothing, of an item that went out early; of a success with more to come
   * for the same node only that something has begun.
   */
  recordable(report: Report): Report | undefined {
    const due = this.#outstanding.find(report.item)?.due;
    if (due === undefined) return report;
    if (due.isEarly) return undefined;
    if (report.kind !== 'ended' || due.step.isLast || report.outcome.status !== 'succeeded') return report;
    const { task, urlId, nodeIndex, item } = report;
    return { kind: 'started', task, urlId, nodeIndex, item };
  }

  /** The task of an item that is out. */
  taskOf(item: string): ActiveTask | undefined {
    return this.#outstanding.find(item)?.due.run.task;
  }

  /** Whose a report is, while that is out in its turn. */
  originOf(report: Advanced | Ended): Origin | undefined {
    return this.#outstanding.origin(report);
  }

  /** A task has more lines than before; `ended` or `advance` sends them out. */
  grew(number: number, urlCount: number): void {
    // What made it grow is still out; of a task that isn't, all lines are taken up after a restart.
    const task = this.#outstanding.taskNumbered(number);
    if (task === undefined) return;
    const runs = growTo(task, urlCount);
    this.#windowOf(task.stored).activeRuns += runs.length;
    for (const run of runs) this.#begin(run);
  }

  /** Ticks off what has ended and sends out what that makes room for. */
  ended(reports: readonly Report[]): Promise<void> {
    for (const report of reports) {
      const out = report.kind === 'ended' ? this.#outstanding.tick(report) : undefined;
      if (out === undefined) continue;
      this.#nodeLanes(out.node).cameBack(out.project, out.due.run.task.stored.priority);
      this.#stirred.add(out.node);
      this.#nodeEnded(out.due);
    }
    return this.advance();
  }

  /** All that is out may be lost: each run becomes due on its node again. */
  lost(): Promise<void> {
    for (const { due, node, project } of this.#outstanding.takeAll()) {
      this.#nodeLanes(node).cameBack(project, due.run.task.stored.priority);
      this.#makeDue(project, node, due);
    }
    return this.advance();
  }

  /** Sends out what may go, after `before` has changed that. Passages run one after another, since each reads the store between looking and acting. */
  advance(before: () => void = () => undefined): Promise<void> {
    const next = this.#passage.then(() => {
      before();
      return this.#pass();
    });
    this.#passage = next.catch(() => undefined);
    return next;
  }

  /** No timer begins anything more. Resolves when no passage is under way. */
  stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    return this.#passage;
  }

  async #pass(): Promise<void> {
    this.#goOnWithoutTheDown();
    for (;;) {
      for (const window of this.#windows.values()) await this.#fill(window);
      if (this.#stirred.size === 0) return;
      for (const node of this.#stirred) {
        // Deleted first: what stirs it again meanwhile brings it back to the end of this very loop.
        this.#stirred.delete(node);
        const lanes = this.#nodeLanes(node);
        for (let due = lanes.take(); due !== undefined; due = lanes.take()) await this.#send(node, due);
      }
    }
  }

  async #fill(window: ProjectWindow): Promise<void> {
    const { store, kind } = this.#parts;
    const { project, priority } = window;
    while (!window.exhausted && window.activeRuns < activeRunsAtMost) {
      // Set before the read: a submit that comes during it must not be overlooked.
      window.exhausted = true;
      const tasks = await store.unfinishedTasks(project, kind, window.readTo, tasksPerRead, priority).catch((error: unknown) => {
        window.exhausted = false;
        throw error;
      });
      if (tasks.length === tasksPerRead) window.exhausted = false;
      for (const stored of tasks) {
        window.readTo = stored.task;
        if (stored.isHeld === true) this.#held.set(stored.task, stored);
        else this.#takeUp(stored);
      }
    }
  }

  #takeUp(stored: UnfinishedTask): void {
    const runs = takeUp(stored);
    this.#windowOf(stored).activeRuns += runs.length;
    for (const run of runs) this.#begin(run);
  }

  async #send(node: string, due: Due): Promise<void> {
    const { run } = due;
    const { store, queue, isNode, settle } = this.#parts;
    const { task, taskId, project } = run.task.stored;
    try {
      const urls = await store.openUrls(task, run.first, run.count);
      const items = workItems(node, due, urls, () => `${taskId}/${++this.#itemCount}`);
      if (items.length === 0) {
        this.#nodeEnded(due);
      } else if (isNode(node)) {
        // A refresh sent again is answered by one that nothing has come of: that must be told before anything can.
        if (due.step.does === 'purge') await settle(items.flatMap(startsOf));
        this.#nodeLanes(node).wentOut(project, run.task.stored.priority);
        this.#outstanding.add({ due, node, project }, items);
        for (const item of items) queue.publish(item);
      } else {
        await settle(items.flatMap((item) => endedWithout(item, removed(node))));
        this.#nodeEnded(due);
      }
    } catch (error) {
      this.#makeDue(project, node, due);
      throw new TaskFault(taskId, error);
    }
  }

  #begin(run: Run): void {
    this.owed.takenUp(run);
    this.#enterStep(run);
  }

  #enterStep(run: Run): void {
    const { stored, steps } = run.task;
    const step = steps[run.step];
    if (step === undefined) {
      this.#windowOf(stored).activeRuns -= 1;
      return;
    }
    run.openNodes = step.nodes.length;
    if (step.part === 'first') this.#firsts.entered(run, namesOf(step, stored));
    this.#stepDue(run, run.step, false);
    if (step.does === 'purge' && step.layer === 'mid') this.#hurryAfter(run, this.#parts.purgeLayerMs());
  }

  #stepDue(run: Run, place: number, isEarly: boolean): void {
    const { stored, steps } = run.task;
    const step = steps[place];
    for (const nodeIndex of step?.nodes ?? []) {
      const node = stored.plan.nodes[nodeIndex];
      if (step !== undefined && node !== undefined) this.#makeDue(stored.project, node.name, { run, nodeIndex, step, isEarly });
    }
  }

  /** A shield that does not confirm must not leave users with the old body on every edge: those are purged early, and again in their turn. */
  #hurryAfter(run: Run, afterMs: number): void {
    const place = run.step;
    if (run.task.steps[place + 1]?.does !== 'purge') return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (run.step !== place) return;
      this.#stepDue(run, place + 1, true);
      this.advance().catch(this.#parts.onFault);
    }, afterMs);
    this.#timers.add(timer);
  }

  /** Their part stays out; the run ends when that has ended as well. */
  #goOnWithoutTheDown(): void {
    const loads = this.#parts.queue.loads();
    for (const run of this.#firsts.takeStuck((node) => loads.get(node)?.down !== undefined)) {
      run.step += 1;
      run.openNodes += run.task.steps[run.step]?.nodes.length ?? 0;
      this.#stepDue(run, run.step, false);
    }
  }

  #makeDue(project: string, node: string, due: Due): void {
    this.#nodeLanes(node).push(project, due);
    this.#stirred.add(node);
  }

  #nodeEnded({ run, nodeIndex, step, isEarly }: Due): void {
    if (isEarly) return;
    this.owed.ended({ run, nodeIndex, step });
    if (step.part === 'first') this.#firsts.nodeEnded(run, nameOf(nodeIndex, run.task.stored));
    run.openNodes -= 1;
    if (run.openNodes > 0) return;
    run.step += 1;
    this.#enterStep(run);
  }

  #windowOf({ project, priority }: UnfinishedTask): ProjectWindow {
    return this.#window(project, priority);
  }

  #window(project: string, priority: number): ProjectWindow {
    const key = `${priority} ${project}`;
    let window = this.#windows.get(key);
    if (window === undefined) {
      window = { project, priority, readTo: 0, activeRuns: 0, exhausted: false };
      this.#windows.set(key, window);
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

function namesOf({ nodes }: Step, task: UnfinishedTask): string[] {
  return nodes.map((place) => nameOf(place, task));
}

function nameOf(place: number, { plan }: UnfinishedTask): string {
  return plan.nodes[place]?.name ?? '';
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
