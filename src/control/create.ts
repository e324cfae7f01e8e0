import { monotonicFactory } from 'ulid';
import type { NodeLoad, Queue } from '../queue/queue.ts';
import type { Recorded, Store } from '../store/store.ts';
import type { Report } from '../tasks/work.ts';
import { Catalog } from './catalog.ts';
import { Collect } from './collect.ts';
import type { Control, NodeView } from './control.ts';
import type { Log } from './log.ts';
import type { ControlNode, ControlOptions } from './options.ts';
import { Release } from './release.ts';
import { submitPrefetch } from './submit.ts';
import { sweepHistory } from './sweep.ts';

export type ControlParts = {
  store: Store;
  queue: Queue;
  options: ControlOptions;
  log: Log;
  onTaskEnded?: (task: Recorded['endedTasks'][number]) => void;
  /** Milliseconds since 1970. */
  nowMs?: () => number;
};

/** Control, running: what the root holds of it. */
export type RunningControl = Control & {
  reconfigure(options: ControlOptions): void;
  /** No more is released or swept. The queue must have stopped before, so that its last reports are in. */
  stop(): Promise<void>;
};

const advanceEveryMs = 1000;
const sweepEveryMs = 3_600_000;

/** Starts control: what the store holds unfinished is on its way when this resolves. */
export async function startControl({ store, queue, options, log, onTaskEnded, nowMs = Date.now }: ControlParts): Promise<RunningControl> {
  const newTaskId = monotonicFactory();
  const stopping = new AbortController();
  const stopped = stopping.signal;
  const collect = new Collect({ store, log, nowMs, stopped });
  let catalog = new Catalog(options);
  const release = new Release({
    store,
    queue,
    isNode: (name) => catalog.node(name) !== undefined,
    settle: record,
  });

  /** A passage that fails is taken up again by the next: by the timer at the latest. */
  async function attempt(what: string, passage: Promise<unknown>): Promise<void> {
    try {
      await passage;
    } catch (error) {
      if (!stopped.aborted) log.error({ err: error }, `${what} failed; trying again`);
    }
  }

  async function record(reports: readonly Report[]): Promise<void> {
    const { endedTasks } = await collect.record(reports);
    for (const task of endedTasks) {
      log.info({ taskId: task.taskId, project: task.project, status: task.status }, 'task ended');
      onTaskEnded?.(task);
    }
  }

  async function receive(reports: readonly Report[]): Promise<void> {
    await record(reports);
    void attempt('release', release.ended(reports));
  }

  async function tellPauses(): Promise<void> {
    queue.pause(await store.pauses());
  }

  async function sweep(): Promise<void> {
    await sweepHistory({ store, log, nowMs: nowMs(), keepDays: catalog.options.history.keepDays, stopped });
  }

  queue.onReports(receive);
  queue.onLost(() => {
    collect.lost();
    void attempt('release', release.lost());
  });
  await tellPauses();
  await release.resume();
  const timers = [
    setInterval(() => void attempt('release', release.advance()), advanceEveryMs),
    setInterval(() => void attempt('sweep', sweep()), sweepEveryMs),
  ];
  void attempt('sweep', sweep());

  return {
    countTasks: (query) => store.countTasks(query),
    readTasks: (query, page) => store.readTasks(query, page),
    listTasks: (query, page) => store.listTasks(query, page),
    findTask: (project, taskId) => store.findTask(project, taskId),
    readUrls: (task, query) => store.readUrls(task, query),

    async submitPrefetch(request) {
      const now = nowMs();
      const submitted = await submitPrefetch({ store, catalog, taskId: newTaskId(now), nowMs: now }, request);
      if (!submitted.repeated) void attempt('release', release.submitted(request.project));
      return submitted;
    },

    async pause(scope, by) {
      await store.setPause({ ...scope, atMs: nowMs(), by });
      await tellPauses();
    },
    async resume(scope) {
      const was = await store.clearPause(scope);
      await tellPauses();
      return was;
    },
    pauses: () => store.pauses(),

    nodes() {
      const loads = queue.loads();
      return catalog.options.nodes.map((node) => nodeView(node, catalog.options, loads.get(node.name)));
    },
    projectOfDomain: (domain: string) => catalog.domain(domain)?.project,
    async ping() {
      await Promise.all([store.ping(), queue.ping()]);
    },

    reconfigure(next) {
      catalog = new Catalog(next);
      void attempt('release', release.advance());
    },
    async stop() {
      stopping.abort();
      for (const timer of timers) clearInterval(timer);
      await release.idle();
    },
  };
}

const noLoad: NodeLoad = { inFlight: 0, waiting: 0, succeeded: 0, failed: 0, bodyBytes: 0 };

function nodeView(node: ControlNode, options: ControlOptions, load: NodeLoad = noLoad): NodeView {
  const { name, layer, region, cache, addresses, concurrency } = node;
  const domains = options.domains.filter((domain) => domain.nodes.includes(name)).map((domain) => domain.name);
  return { name, layer, ...(region !== undefined && { region }), cache, addresses, concurrency, domains, load };
}
