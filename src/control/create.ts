import { monotonicFactory } from 'ulid';
import type { Queue } from '../queue/queue.ts';
import type { NodeLoad } from '../tasks/load.ts';
import type { Recorded, Store, Submitted, TaskKind } from '../store/store.ts';
import type { Found, Report } from '../tasks/work.ts';
import { cancelTask, type CancelParts } from './cancel.ts';
import { Catalog } from './catalog.ts';
import { Collect } from './collect.ts';
import type { Control, NodeLedger, NodeView } from './control.ts';
import { Coverage } from './coverage/coverage.ts';
import { dryRun } from './dryrun.ts';
import { Explain } from './explain/explain.ts';
import { Growth } from './growth.ts';
import { Ledger } from './ledger/ledger.ts';
import { replayProject } from './ledger/replaytask.ts';
import type { Log } from './log.ts';
import type { ControlNode, ControlOptions } from './options.ts';
import { Releases } from './releases.ts';
import { retryTask } from './retry.ts';
import { Sitemaps } from './sitemap/sitemap.ts';
import type { SitemapSource } from './sitemap/source.ts';
import { Sizes } from './sizes/sizes.ts';
import { submitPrefetch, submitRefresh, type SubmitParts } from './submit.ts';
import { sweepHistory } from './sweep.ts';
import { faultFields } from './taskfault.ts';
import { Throughput } from './throughput/throughput.ts';
import { taskFailures } from './failures.ts';

export type ControlParts = {
  store: Store;
  queue: Queue;
  options: ControlOptions;
  log: Log;
  /** What sitemaps are read from; absent: none are. */
  sitemapSource?: SitemapSource;
  onTaskEnded?: (task: Recorded['endedTasks'][number]) => void;
  /** Milliseconds since 1970. */
  nowMs?: () => number;
  /** How often it is looked how far nodes are, and how often they are asked for some of what they should hold. Tests shorten them. */
  ledgerEveryMs?: number;
  sampleEveryMs?: number;
};

/** Control, running: what the root holds of it. */
export type RunningControl = Control & {
  reconfigure(options: ControlOptions): void;
  /** No more is released or swept. The queue must have stopped before, so that its last reports are in. */
  stop(): Promise<void>;
};

const advanceEveryMs = 1000;
const sweepEveryMs = 3_600_000;
const defaultSampleEveryMs = 10_000;

/** Starts control: what the store holds unfinished is on its way when this resolves. */
export async function startControl(parts: ControlParts): Promise<RunningControl> {
  const {
    store,
    queue,
    options,
    log,
    onTaskEnded,
    nowMs = Date.now,
    ledgerEveryMs = advanceEveryMs,
    sampleEveryMs = defaultSampleEveryMs,
  } = parts;
  const newTaskId = monotonicFactory();
  const stopping = new AbortController();
  const stopped = stopping.signal;
  const collect = new Collect({ store, log, nowMs, stopped });
  const growth = new Growth();
  const sitemaps = new Sitemaps(parts.sitemapSource, nowMs);
  const throughput = new Throughput(nowMs);
  let catalog = new Catalog(options);
  const looking = { store, queue, catalog: () => catalog, nowMs };
  const explaining = new Explain(looking);
  const covering = new Coverage(looking);
  const sizes = new Sizes(looking);
  const releases = new Releases({
    store,
    queue,
    isNode: (name) => catalog.node(name) !== undefined,
    purgeLayerMs: () => catalog.options.purgeLayerMs,
    settle: record,
    onFault: (error) => log.error(faultFields(error), 'release failed; trying again'),
  });

  const ledger = new Ledger({
    store,
    queue,
    catalog: () => catalog,
    purgesOwed: releases.owed('refresh'),
    pullsOwed: releases.owed('prefetch'),
    newTaskId: () => newTaskId(nowMs()),
    submitted: (kind) => void attempt('release', releases.submitted(kind, replayProject)),
    nowMs,
    log,
  });

  /** A passage that fails is taken up again by the next: by the timer at the latest. `taskId`: for which it began. */
  async function attempt(what: string, passage: Promise<unknown>, taskId?: string): Promise<void> {
    try {
      await passage;
    } catch (error) {
      if (!stopped.aborted) log.error({ ...(taskId !== undefined && { taskId }), ...faultFields(error) }, `${what} failed; trying again`);
    }
  }

  async function record(reports: readonly Report[]): Promise<void> {
    const { endedTasks, released = [] } = await collect.record(reports);
    ended(endedTasks);
    for (const { task, kind } of released) void attempt('release', releases.released(kind, task));
  }

  function ended(tasks: Recorded['endedTasks']): void {
    for (const task of tasks) {
      releases.neverStarts(task.task);
      throughput.ended(task.task);
      if (task.project === replayProject) {
        void attempt('ledger', ledger.pass());
        continue;
      }
      log.info({ taskId: task.taskId, project: task.project, status: task.status }, 'task ended');
      onTaskEnded?.(task);
    }
  }

  /** One transaction for each: thousands of lines at once would hold everything else up. */
  async function grow(found: Found): Promise<void> {
    const task = releases.taskOf(found.item);
    if (task === undefined) {
      growth.lost(found);
      return;
    }
    const { grown } = await collect.record([], [growth.linesOf(found, task)]);
    growth.stored(found, task, grown);
    for (const { task: number, urlCount } of grown ?? []) releases.grew(number, urlCount);
  }

  async function receive(reports: readonly Report[]): Promise<void> {
    for (const report of reports) if (report.kind === 'found') await grow(report);
    throughput.take(reports, (report) => releases.originOf(report));
    await record(releases.recordable(reports.flatMap((report) => growth.told(report) ?? [])));
    void attempt('release', releases.ended(reports));
  }

  async function submit(
    { kind, project, priority }: { kind: TaskKind; project: string; priority?: number | undefined },
    put: (parts: SubmitParts) => Promise<Submitted>,
  ): Promise<Submitted> {
    const now = nowMs();
    const submitted = await put({ store, catalog, taskId: newTaskId(now), nowMs: now });
    if (submitted.endedTasks !== undefined) ended(submitted.endedTasks);
    if (!submitted.repeated) void attempt('release', releases.submitted(kind, project, priority), submitted.taskId);
    return submitted;
  }

  async function tellPauses(): Promise<void> {
    queue.pause([...(await store.pauses()), ...ledger.drained()]);
  }

  async function sweep(): Promise<void> {
    await sweepHistory({ store, log, nowMs: nowMs(), keepDays: catalog.options.history.keepDays, stopped });
  }

  const cancelling: CancelParts = {
    store,
    queue,
    collect,
    releases,
    nowMs,
    ended,
    // Until the passage is through, what flows of the task is still told.
    attempt: (passage, { task, taskId }) => void attempt('release', passage, taskId).then(() => throughput.ended(task)),
  };

  queue.onReports(receive);
  queue.onLost(() => {
    collect.lost();
    throughput.lost();
    void attempt('release', releases.lost());
  });
  await ledger.start();
  await tellPauses();
  await releases.resume();
  void attempt('ledger', ledger.pass());
  const timers = [
    setInterval(() => void attempt('ledger', ledger.pass()), ledgerEveryMs),
    setInterval(() => void attempt('sample', ledger.sample()), sampleEveryMs),
    setInterval(() => void attempt('release', releases.advance()), advanceEveryMs),
    setInterval(() => void attempt('sweep', sweep()), sweepEveryMs),
  ];
  void attempt('sweep', sweep());

  return {
    countTasks: (query) => store.countTasks(query),
    readTasks: (query, page) => store.readTasks(query, page),
    listTasks: (query, page) => store.listTasks(query, page),
    findTask: (project, taskId) => store.findTask(project, taskId),
    readUrls: (task, query) => store.readUrls(task, query),

    submitPrefetch: (request) => submit({ ...request, kind: 'prefetch' }, (parts) => submitPrefetch(parts, request)),
    submitRefresh: (request) => submit({ ...request, kind: 'refresh' }, (parts) => submitRefresh(parts, request)),
    dryRun: (request, withSizes) => dryRun({ store, catalog, taskId: '', nowMs: nowMs() }, request, withSizes === true ? sizes : undefined),
    cancel: (task, by) => cancelTask(cancelling, task, by),
    retry: (request) => submit(request.task, (parts) => retryTask(parts, request)),

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
      return catalog.options.nodes.map((node) => nodeView(node, catalog.options, loads.get(node.name), ledger.nodeLedger(node.name)));
    },
    domainLoads: () => queue.domainLoads(),
    nodeLedger: (name) => ledger.nodeLedger(name),
    async resync(node, by) {
      await ledger.resync(node, by);
      void attempt('ledger', ledger.pass());
    },
    async drain(node, drained, by) {
      const isNews = await ledger.drain(node, drained, by);
      await tellPauses();
      void attempt('ledger', ledger.pass());
      return isNews;
    },
    explain: (request) => explaining.explain(request),
    readSitemap: (url, limit) => sitemaps.read(url, limit),
    failures: (task) => taskFailures(store, task),
    throughput: (query) => throughput.read(query),
    flowOf: (task) => throughput.flowOf(task),
    coverage: (request) => covering.coverage(request),
    projectOfDomain: (domain: string) => catalog.domain(domain)?.project,
    domainsOf: (project) => catalog.domainsOf(project),
    countsToday: (domain) => store.dayCounts(domain, catalog.calendar.dayOf(nowMs())),
    nextDayMs: () => catalog.calendar.nextDayMs(nowMs()),
    async ping() {
      await Promise.all([store.ping(), queue.ping()]);
    },

    reconfigure(next) {
      catalog = new Catalog(next);
      void attempt('release', releases.advance());
      void attempt('ledger', ledger.reconfigure());
    },
    async stop() {
      stopping.abort();
      for (const timer of timers) clearInterval(timer);
      await ledger.stop();
      await releases.stop();
    },
  };
}

const noLoad: NodeLoad = { inFlight: 0, waiting: 0, succeeded: 0, failed: 0, bodyBytes: 0 };

const noLedger: NodeLedger = { state: 'away', sinceMs: 0, openUrls: 0 };

function nodeView(node: ControlNode, options: ControlOptions, load: NodeLoad = noLoad, ledger: NodeLedger = noLedger): NodeView {
  const { name, layer, region, cache, addresses, concurrency } = node;
  const domains = options.domains.filter((domain) => domain.nodes.includes(name)).map((domain) => domain.name);
  return { name, layer, ...(region !== undefined && { region }), cache, addresses, concurrency, domains, load, ledger };
}
