import type { Undone } from '../../edge/purge/procedure.ts';
import type { Outcome } from '../../tasks/outcome.ts';
import type { PauseScope } from '../../tasks/pause.ts';
import type { PurgeItem, WorkUrl } from '../../tasks/work.ts';
import type { Clock } from '../clock.ts';
import type { Detections } from '../detect/detections.ts';
import type { NodeState } from '../node.ts';
import type { EngineNode, EngineOptions } from '../options.ts';
import type { Pull } from '../pull.ts';
import { maxAgeMs } from '../reporter.ts';
import { shorten } from '../shorten.ts';
import type { MakeTransport } from '../transport.ts';
import { afterScheme, coverOf } from './cover.ts';
import { Deadline } from './deadline.ts';
import { LocalWays } from './directory/local-ways.ts';
import { type Hold, Holds } from './holds.ts';
import { purgeOne, type PurgeWork } from './job.ts';
import { Lane } from './lane.ts';
import { OldValidators } from './old-validators.ts';
import { Pauses } from './pauses.ts';
import { PurgeDropped, PurgeFailure } from './purge-failure.ts';
import { noPurge } from './unsupported.ts';

export type PurgesHooks = {
  clock: Clock;
  random: () => number;
  detections: Detections;
  makeTransport: MakeTransport;
  started(item: PurgeItem, source: WorkUrl): void;
  ended(item: PurgeItem, source: WorkUrl, outcome: Outcome): void;
  /** What else is to be done with a URL that was purged, before it ends; settles with its end. */
  afterwards(item: PurgeItem, source: WorkUrl, node: NodeState, outcome: Outcome): Promise<Outcome>;
  /** Stop what runs of the hold's cover on its node, and let it wait in the hold. */
  stopPulls(hold: Hold): void;
  /** They may be queued again. */
  resumePulls(node: NodeState, pulls: readonly Pull[]): void;
};

/** A purge that runs, or waits for one of the same URL. */
type Running = {
  readonly controller: AbortController;
  readonly deadline: Deadline;
  readonly sinceMs: number;
  /** Whose it is; absent from one on a pull's behalf. */
  readonly task: number | undefined;
};

type NodePurges = {
  readonly lane: Lane;
  /** In the order of their coming. */
  readonly running: Set<Running>;
  /** By host and path: the end of the last purge of it, so that two never mistake each other's deeds. */
  readonly lastOf: Map<string, Promise<unknown>>;
};

/** Makes nodes forget: all purges of an engine, beside its pulls and on connections of their own. */
export class Purges {
  readonly olds: OldValidators;
  readonly #hooks: PurgesHooks;
  readonly #holds = new Holds();
  readonly #ways: LocalWays;
  readonly #pauses = new Pauses();
  readonly #nodes = new Map<NodeState, NodePurges>();
  #options: EngineOptions;
  #isStopping = false;
  #onIdle: (() => void) | undefined;

  constructor(options: EngineOptions, hooks: PurgesHooks) {
    this.#options = options;
    this.#hooks = hooks;
    this.#ways = new LocalWays(hooks.clock);
    this.olds = new OldValidators(hooks.clock);
  }

  accept(item: PurgeItem, node: NodeState): void {
    if (this.#isStopping) return;
    for (const source of item.urls) void this.#purgeFor(item, source, node);
  }

  /** Those of a task are dropped without a word. */
  cancel(task: number): void {
    for (const { running } of this.#nodes.values()) {
      for (const purge of running) if (purge.task === task) purge.controller.abort(new PurgeDropped());
    }
  }

  setPaused(scopes: readonly PauseScope[]): void {
    this.#pauses.set(scopes);
  }

  /** To be called when the nodes have been told of it. */
  reconfigure(options: EngineOptions): void {
    this.#options = options;
    for (const [node, { lane }] of this.#nodes) {
      if (node.served === undefined) continue;
      lane.configure(node.served.options, options.timeouts);
    }
  }

  /** Whether the node can be reached has changed. */
  reachChanged(node: NodeState): void {
    this.#nodes.get(node)?.lane.reachChanged();
  }

  /** The node left the configuration: what was to be purged there ends so. */
  clear(node: NodeState): void {
    const purges = this.#nodes.get(node);
    if (purges === undefined) return;
    this.#nodes.delete(node);
    for (const { controller } of purges.running) controller.abort(new PurgeFailure(removed(node)));
    void purges.lane.close();
  }

  /** Age of the oldest purge of a node that has not ended. */
  oldestMs(node: NodeState): number | undefined {
    const [oldest] = this.#nodes.get(node)?.running ?? [];
    return oldest === undefined ? undefined : this.#hooks.clock.nowMs() - oldest.sinceMs;
  }

  /** The purge that a pull of this URL has to wait for, if any. */
  holdOf(node: NodeState, url: string): Hold | undefined {
    return this.#holds.find(node, url);
  }

  /**
   * What else is fetched from a node at once, beside its pulls, goes over the same lane; resolves when nothing of it is
   * paused. Undefined: the node is no longer configured. Rejects with the signal's reason.
   */
  async wayTo(node: NodeState, domain: string, signal: AbortSignal): Promise<Lane['toNode'] | undefined> {
    await this.#pauses.over(node.name, domain, signal);
    const { served } = node;
    return served === undefined ? undefined : this.#purgesOf(node, served.options).lane.toNode;
  }

  /** A purge on a pull's behalf: nobody is told, and it resolves to undefined when the engine stops first. */
  async purgeQuietly(work: PurgeWork, domain: string, node: NodeState): Promise<Outcome | undefined> {
    try {
      return await this.#purge(work, domain, node);
    } catch {
      return undefined;
    }
  }

  /** Takes no more, and resolves when those that run have ended, or been dropped without a word after the grace. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    if (this.#isBusy()) {
      await new Promise<void>((resolve) => {
        const cancel = this.#hooks.clock.after(graceMs, resolve);
        this.#onIdle = () => {
          cancel();
          resolve();
        };
      });
    }
    for (const { running } of this.#nodes.values()) for (const { controller } of running) controller.abort(new PurgeDropped());
    await Promise.all([...this.#nodes.values()].map(({ lane }) => lane.close()));
  }

  async #purgeFor(item: PurgeItem, source: WorkUrl, node: NodeState): Promise<void> {
    const { scope, mode, variants, domain } = item;
    // What ends within the first batch needs no word of its start.
    const cancelTelling = this.#hooks.clock.after(maxAgeMs, () => this.#hooks.started(item, source));
    try {
      const outcome = await this.#purge({ scope, mode, variants, url: source.url }, domain, node, item.task);
      this.#hooks.ended(item, source, await this.#hooks.afterwards(item, source, node, outcome));
    } catch {
      // Its task was cancelled; or the engine stops, and the URL goes on after a restart.
    } finally {
      cancelTelling();
    }
  }

  /** Rejects only with PurgeDropped. */
  async #purge(work: PurgeWork, domain: string, node: NodeState, task?: number): Promise<Outcome> {
    const { served } = node;
    if (served === undefined) return failed(removed(node));
    if (served.options.purge === undefined) return failed(noPurge(served.options));
    const purges = this.#purgesOf(node, served.options);
    const { nodeDownMs } = this.#options;
    const { clock } = this.#hooks;
    const controller = new AbortController();
    const deadline = new Deadline(clock, nodeDownMs, () => controller.abort(tooLate(work, purges.lane, nodeDownMs)));
    const running: Running = { controller, deadline, sinceMs: clock.nowMs(), task };
    purges.running.add(running);
    try {
      return await this.#inTurn(purges, work, () => this.#purgeHolding(work, domain, node, running));
    } catch (error) {
      if (error instanceof PurgeDropped) throw error;
      if (error instanceof PurgeFailure) return failed(error.undone);
      return failed({ undone: 'internal', message: shorten(error instanceof Error ? `${error.name}: ${error.message}` : String(error)) });
    } finally {
      deadline.cancel();
      purges.running.delete(running);
      if (!this.#isBusy()) this.#onIdle?.();
    }
  }

  async #inTurn<T>({ lastOf }: NodePurges, { url }: PurgeWork, purge: () => Promise<T>): Promise<T> {
    const key = afterScheme(url);
    const before = lastOf.get(key);
    const mine = before === undefined ? purge() : before.then(purge, purge);
    lastOf.set(key, mine);
    try {
      return await mine;
    } finally {
      if (lastOf.get(key) === mine) lastOf.delete(key);
    }
  }

  async #purgeHolding(work: PurgeWork, domain: string, node: NodeState, running: Running): Promise<Outcome> {
    const { signal } = running.controller;
    signal.throwIfAborted();
    const { served } = node;
    const purges = this.#nodes.get(node);
    if (served === undefined || purges === undefined) return failed(removed(node));
    const { purge } = served.options;
    if (purge === undefined) return failed(noPurge(served.options));
    const hold = this.#holds.place(node, coverOf(work.url, work.scope));
    try {
      this.#hooks.stopPulls(hold);
      return await purgeOne(work, {
        lane: purges.lane,
        detection: this.#hooks.detections.of(node),
        node: served.options,
        purge,
        options: this.#options,
        clock: this.#hooks.clock,
        random: this.#hooks.random,
        signal,
        mayFetch: () => running.deadline.without(this.#pauses.over(node.name, domain, signal)),
        ways: this.#ways,
        olds: this.olds,
      });
    } finally {
      this.#hooks.resumePulls(node, this.#holds.lift(hold));
    }
  }

  #purgesOf(node: NodeState, options: EngineNode): NodePurges {
    let purges = this.#nodes.get(node);
    if (purges === undefined) {
      const { clock, makeTransport } = this.#hooks;
      const onTrouble = (failure: Parameters<typeof node.load.noteReach>[0]) => node.load.noteReach(failure, clock.wallMs());
      const { breaker } = node;
      const lane = new Lane(options, this.#options.timeouts, { clock, makeTransport, breaker, options: () => this.#options, onTrouble });
      purges = { lane, running: new Set(), lastOf: new Map() };
      this.#nodes.set(node, purges);
    }
    return purges;
  }

  #isBusy(): boolean {
    return this.#nodes.values().some(({ running }) => running.size > 0);
  }
}

function tooLate({ scope }: PurgeWork, { trouble }: Lane, nodeDownMs: number): PurgeFailure {
  const waited = `waited ${nodeDownMs} ms for it (timeouts.nodeDownMs)`;
  if (trouble !== undefined) return new PurgeFailure({ undone: 'connect', message: `the node is down: ${trouble}; ${waited}` });
  const why =
    scope === 'object' ? 'the node still had a fetch of it running, which may store the old body' : 'the node was not done with it';
  return new PurgeFailure({ undone: 'timeout', message: `${why}; ${waited}` });
}

function failed({ undone, message }: Undone): Outcome {
  return { status: undone === 'removed' ? 'unknown' : 'failed', reason: undone, message, bodyBytes: 0, attempts: 0, elapsedMs: 0 };
}

function removed({ name }: NodeState): Undone {
  return { undone: 'removed', message: `node "${name}" is no longer in the configuration` };
}
