import type { Outcome } from '../tasks/outcome.ts';
import type { PauseScope } from '../tasks/pause.ts';
import type { Look, LookOrder } from '../tasks/look.ts';
import type { Scheme } from '../tasks/url.ts';
import type { Report, WorkItem } from '../tasks/work.ts';
import { AfterPulls, isHad, type ManifestPull } from './after-pull.ts';
import { afterPurge } from './after-purge.ts';
import type { Answer } from './answer.ts';
import { Backlog } from './backlog.ts';
import { Outages } from './breaker/outages.ts';
import { Cancelled } from './cancelled.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Course } from './course.ts';
import { Detections } from './detect/detections.ts';
import { Exchange } from './exchange.ts';
import type { Flight } from './flight.ts';
import { Fills } from './head/fills.ts';
import type { DomainLoad, NodeLoad } from '../tasks/load.ts';
import { Looks } from './look/looks.ts';
import { PlaylistReader } from './manifests/playlist-reader.ts';
import type { NodeState } from './node.ts';
import { Nodes } from './nodes.ts';
import type { EngineOptions } from './options.ts';
import type { Pull, Rules, Step } from './pull.ts';
import { HeldPulls } from './purge/held-pulls.ts';
import { Purges } from './purge/purges.ts';
import type { Failure } from './reason.ts';
import { maxAgeMs, Reporter } from './reporter.ts';
import { type Request, Requests } from './requests.ts';
import { Run } from './run.ts';
import { Scheduler, type Slot } from './scheduler.ts';
import { shorten } from './shorten.ts';
import { subjectOf } from './subject.ts';
import type { MakeTransport } from './transport.ts';
import { UndiciTransport } from './undici-transport.ts';
import { Probes } from './verify/probes.ts';
import { Watch } from './watch.ts';

export interface Engine {
  /** Takes a run of URLs for a node. Each of them gets exactly one `ended` report, unless the engine stops first. */
  accept(item: WorkItem): void;
  /** Nobody waits for a task any more: what runs of it is called off, what waits is dropped, and nothing is reported. */
  cancel(task: number): void;
  /** All that is paused now. No new fetch of it begins; running ones go on. */
  pause(scopes: readonly PauseScope[]): void;
  /** Other nodes, rates, timeouts. Running fetches end by what they began with. */
  reconfigure(options: EngineOptions): void;
  /** By node, those of the configuration and those that still have work. */
  loads(): ReadonlyMap<string, NodeLoad>;
  /** By domain, those of the configuration and those that have requests running. */
  domainLoads(): ReadonlyMap<string, DomainLoad>;
  /**
   * What a node has, in the order's order: asked beside its pulls, in a way that neither fills it nor reaches an origin. A
   * node that can't be reached or asked is an answer; it rejects with the signal's reason, or when the engine stops.
   */
  look(order: LookOrder, signal?: AbortSignal): Promise<readonly Look[]>;
  /**
   * Begins nothing more, lets running fetches end within `graceMs`, drops the rest without a report (they
   * go on after a restart), and resolves when every report has been taken.
   */
  stop(graceMs: number): Promise<void>;
}

export type EngineHooks = {
  /** Takes a batch of at most 256 reports; the next comes once it has settled, the same again if it rejects. */
  report(batch: readonly Report[]): void | Promise<void>;
  /** A node went down or came back: `loads` tells it already. */
  loadsChanged?(): void;
  clock?: Clock;
  /** From [0, 1); for jitter. */
  random?: () => number;
  transport?: MakeTransport;
};

export function createEngine(options: EngineOptions, hooks: EngineHooks): Engine {
  return new LocalEngine(options, hooks);
}

/** Of one URL on one node; twice a second is enough for a progress bar. */
const advanceMs = 500;

/** Carries out what the parts decide: Scheduler who is next, Exchange how a request ends, Pull what follows from that. */
class LocalEngine implements Engine {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #nodes: Nodes;
  readonly #reporter: Reporter;
  readonly #scheduler: Scheduler;
  readonly #backlog: Backlog;
  readonly #outages: Outages;
  readonly #purges: Purges;
  readonly #held: HeldPulls;
  readonly #playlists: PlaylistReader;
  readonly #afterPulls: AfterPulls;
  readonly #watch: Watch<Flight>;
  readonly #detections: Detections;
  readonly #probes: Probes;
  readonly #looks: Looks;
  readonly #requests: Requests;
  readonly #fills: Fills;
  readonly #cancelled = new Cancelled();
  #options: EngineOptions;
  #isStopping = false;
  #onQuiet: (() => void) | undefined;

  constructor(options: EngineOptions, hooks: EngineHooks) {
    this.#clock = hooks.clock ?? systemClock;
    this.#random = hooks.random ?? Math.random;
    this.#options = options;
    const makeTransport: MakeTransport = hooks.transport ?? ((transportOptions) => new UndiciTransport(transportOptions));
    this.#outages = new Outages({
      clock: this.#clock,
      options: () => this.#options,
      scheduler: () => this.#scheduler,
      backlog: () => this.#backlog,
      purges: () => this.#purges,
      tellStart: (pull) => this.#tellStart(pull),
      loadsChanged: () => hooks.loadsChanged?.(),
    });
    this.#detections = new Detections(this.#clock);
    this.#nodes = new Nodes(makeTransport, (node) => this.#outages.makeBreaker(node));
    this.#reporter = new Reporter(
      (batch) => hooks.report(batch),
      this.#clock,
      () => this.#scheduler.refillSoon(),
    );
    this.#scheduler = new Scheduler(this.#clock, {
      begin: (pull, slot) => this.#begin(pull, slot),
      removed: (pull) => this.#remove(pull, 0),
      gaveUp: (pull, node) => this.#carryOut(pull, node, pull.fail({ reason: 'connect', message: node.breaker.sentence ?? 'down' })),
      mayBegin: () => !this.#isStopping && !this.#reporter.isFull,
    });
    this.#backlog = new Backlog(this.#clock, (pull, node) => this.#scheduler.addAgain(node, pull));
    this.#watch = new Watch(this.#clock, (flight) => this.#look(flight));
    this.#purges = new Purges(options, {
      clock: this.#clock,
      random: this.#random,
      detections: this.#detections,
      makeTransport,
      started: (item, source) => this.#reporter.add({ kind: 'started', ...subjectOf(item, source) }),
      ended: (item, source, outcome) => this.#reporter.add({ kind: 'ended', ...subjectOf(item, source), outcome }),
      afterwards: (item, source, node, outcome) =>
        afterPurge({ item, source, outcome, wayTo: (signal) => this.#purges.wayTo(node, item.domain, signal) }, this.#playlists, (report) =>
          this.#reporter.add(report),
        ),
      stopPulls: (hold) => this.#held.stop(hold),
      resumePulls: (node, pulls) => this.#held.resume(node, pulls),
    });
    this.#held = new HeldPulls({
      purges: this.#purges,
      watch: this.#watch,
      scheduler: this.#scheduler,
      tellStart: (pull) => this.#tellStart(pull),
    });
    this.#requests = new Requests(this.#clock, () => this.#options);
    this.#probes = new Probes(this.#clock, () => this.#options, this.#detections);
    this.#looks = new Looks({ clock: this.#clock, makeTransport, detections: this.#detections, options: () => this.#options });
    this.#fills = new Fills({ clock: this.#clock, watch: this.#watch, requests: this.#requests, probes: this.#probes });
    this.#playlists = new PlaylistReader({ clock: this.#clock, random: this.#random, options: () => this.#options });
    this.#afterPulls = new AfterPulls(this.#playlists, (report) => this.#reporter.add(report));
    this.reconfigure(options);
  }

  accept(item: WorkItem): void {
    if (this.#isStopping || item.urls.length === 0 || this.#cancelled.has(item)) return;
    const node = this.#nodes.get(item.node);
    if (item.kind === 'purge') this.#purges.accept(item, node);
    else this.#scheduler.add(node, new Run(item));
  }

  cancel(task: number): void {
    this.#cancelled.add(task);
    for (const flight of this.#watch) {
      if (flight.pull.run.item.task !== task) continue;
      flight.exchange.cancel();
      this.#watch.delete(flight);
      this.#scheduler.release(flight.slot);
    }
    // What waits elsewhere, to hear of its node or for a purge that serves others too, is dropped when it comes back.
    for (const node of this.#nodes) node.queue.drop(task);
    this.#backlog.drop(task);
    this.#purges.cancel(task);
    this.#playlists.cancel(task);
    if (this.#watch.size === 0) this.#onQuiet?.();
  }

  pause(scopes: readonly PauseScope[]): void {
    const named = (kind: 'domain' | 'node') => new Set(scopes.flatMap((scope) => (scope.kind === kind ? [scope.name] : [])));
    this.#nodes.setPaused(named('node'));
    this.#scheduler.setPaused(
      scopes.some(({ kind }) => kind === 'all'),
      named('domain'),
    );
    for (const node of this.#nodes) this.#scheduler.poke(node);
    this.#purges.setPaused(scopes);
  }

  reconfigure(options: EngineOptions): void {
    if (this.#isStopping) return;
    this.#options = options;
    this.#requests.reconfigure();
    this.#detections.forget();
    for (const { name, rate } of options.domains) this.#scheduler.configureDomain(name, rate);
    for (const node of this.#nodes.configure(options)) this.#clear(node);
    for (const node of this.#nodes) this.#scheduler.poke(node);
    this.#purges.reconfigure(options);
  }

  loads(): ReadonlyMap<string, NodeLoad> {
    this.#nodes.sweep();
    const flowingBytes = new Map<NodeState, number>();
    for (const { slot, exchange } of this.#watch) flowingBytes.set(slot.node, (flowingBytes.get(slot.node) ?? 0) + exchange.receivedBytes);
    const loads = new Map<string, NodeLoad>();
    for (const node of this.#nodes) {
      if (node.served === undefined && node.isIdle) continue;
      const load = node.load.read(node.running, node.queue.size + node.resting + node.held, flowingBytes.get(node) ?? 0, node.breaker.down);
      const oldestPurgeMs = this.#purges.oldestMs(node);
      loads.set(node.name, oldestPurgeMs === undefined ? load : { ...load, oldestPurgeMs });
    }
    return loads;
  }

  domainLoads(): ReadonlyMap<string, DomainLoad> {
    const loads = this.#scheduler.domainLoads();
    const configured = new Set(this.#options.domains.map(({ name }) => name));
    for (const [name, { inFlight }] of loads) if (inFlight === 0 && !configured.has(name)) loads.delete(name);
    return loads;
  }

  async look(order: LookOrder, signal?: AbortSignal): Promise<readonly Look[]> {
    return await this.#looks.look(this.#nodes.get(order.node), order, signal);
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    const looksStopped = this.#looks.stop();
    this.#backlog.stop();
    this.#scheduler.stop();
    this.#nodes.stop();
    const purgesStopped = this.#purges.stop(graceMs);
    this.#playlists.stop();
    if (this.#watch.size > 0) {
      await new Promise<void>((resolve) => {
        const cancel = this.#clock.after(graceMs, resolve);
        this.#onQuiet = () => {
          cancel();
          resolve();
        };
      });
    }
    for (const { exchange } of this.#watch) exchange.cancel();
    this.#watch.stop();
    await Promise.all([this.#nodes.destroy(), purgesStopped, looksStopped]);
    await this.#reporter.drain();
  }

  #begin(pull: Pull, slot: Slot): void {
    if (this.#cancelled.has(pull.run.item)) {
      this.#scheduler.release(slot);
      return;
    }
    const hold = this.#purges.holdOf(slot.node, pull.target);
    if (hold !== undefined) {
      this.#scheduler.release(slot);
      // What is to be asked for is being purged.
      if (pull.toProve !== undefined) pull.interrupted();
      this.#held.wait(pull, hold);
      return;
    }
    const { downs } = slot.node.breaker;
    // What came before may be gone since.
    if (pull.downs !== undefined && pull.downs !== downs) pull.interrupted();
    pull.downs = downs;
    if (pull.toProve !== undefined) {
      this.#probe(pull, slot);
      return;
    }
    const request = this.#requestOf(pull, slot.node);
    if (!('transport' in request)) {
      this.#scheduler.release(slot);
      this.#carryOut(pull, slot.node, request);
      return;
    }
    if (request.node.pull === 'head') {
      this.#fill(pull, slot, request);
      return;
    }
    pull.begin();
    this.#send(pull, slot, request);
  }

  /** Asks the node for what it was filled with, on the slot of the pull; or lets the pull go on without. */
  #probe(pull: Pull, slot: Slot): void {
    const { node } = slot;
    const fetched = pull.toProve;
    const request = this.#requestOf(pull, node);
    if (fetched === undefined || !('transport' in request)) {
      this.#scheduler.release(slot);
      if (!('transport' in request)) this.#carryOut(pull, node, request);
      return;
    }
    const mayAsk = this.#probes.mayAsk(node, request.get, fetched);
    if (mayAsk === true) {
      this.#send(pull, slot, this.#requests.probeOf(pull, request, fetched));
      return;
    }
    this.#scheduler.release(slot);
    if ('because' in mayAsk) this.#carryOut(pull, node, pull.unprobed(mayAsk.because));
    else void mayAsk.then(() => this.#scheduler.addAgain(node, pull));
  }

  /** Makes the node fill itself, if it can tell afterwards that it has. */
  #fill(pull: Pull, slot: Slot, request: Request): void {
    const { node } = slot;
    const mayFill = this.#fills.mayFill(pull, node, request.get);
    if ('cache' in mayFill) {
      pull.begin();
      const { timeouts } = this.#options;
      const fill = this.#fills.make({
        pull,
        pacer: slot.domain.pacer,
        timeouts,
        request,
        cache: mayFill.cache,
        onEnd: (answer) => this.#land(flight, answer),
      });
      const flight = this.#launch(pull, slot, fill);
      fill.begin();
      return;
    }
    this.#scheduler.release(slot);
    if ('because' in mayFill) {
      this.#carryOut(pull, node, pull.fail({ reason: 'unsupported', message: mayFill.because }));
    } else if ('unreached' in mayFill) {
      pull.begin();
      this.#carryOut(pull, node, this.#stepAfter(pull, node, mayFill.unreached));
    } else void mayFill.then(() => this.#scheduler.addAgain(node, pull));
  }

  #send(pull: Pull, slot: Slot, request: Request): void {
    const { timeouts } = this.#options;
    const exchange = new Exchange({
      clock: this.#clock,
      watch: this.#watch,
      pacer: slot.domain.pacer,
      timeouts,
      leftMs: pull.leftMs(timeouts.urlMs),
      peer: request.peer,
      isHead: request.get.method === 'HEAD',
      breaker: request.breaker,
      cache: pull.toProve === undefined ? request.node.cache : undefined,
      look: request.look,
      onEnd: (answer) => this.#land(flight, answer),
    });
    const flight = this.#launch(pull, slot, exchange);
    request.transport.get(request.get, exchange);
  }

  #launch(pull: Pull, slot: Slot, exchange: Course): Flight {
    const beganMs = this.#watch.attendedMs;
    const flight: Flight = { pull, slot, exchange, beganMs, toldMs: beganMs, toldBytes: undefined };
    this.#watch.add(flight);
    return flight;
  }

  #requestOf(pull: Pull, node: NodeState): Request | Step {
    try {
      return this.#requests.of(pull, node);
    } catch (error) {
      return faultOf(pull, error);
    }
  }

  #land(flight: Flight, answer: Answer): void {
    const { pull, slot } = flight;
    this.#watch.delete(flight);
    slot.node.load.noteAnswer(answer.bodyBytes, answer.failure, this.#clock.wallMs());
    if (pull.toProve === undefined) slot.domain.note(answer, slot.ordinal);
    if (answer.failure?.isNodes === true && this.#waitsToHear(flight, answer, answer.failure)) {
      this.#scheduler.release(slot);
      if (this.#watch.size === 0) this.#onQuiet?.();
      return;
    }
    const isFenced = pull.toProve === undefined && this.#held.fence(pull, slot.node, answer);
    const step = isFenced ? undefined : this.#stepAfter(pull, slot.node, answer);
    if (step?.kind === 'probe') {
      this.#probe(pull, slot);
    } else {
      this.#scheduler.release(slot);
      if (step !== undefined) this.#carryOut(pull, slot.node, step);
    }
    if (this.#watch.size === 0) this.#onQuiet?.();
  }

  /** True: what follows is decided when it is known whether the node is down. */
  #waitsToHear({ pull, slot: { node } }: Flight, answer: Answer, failure: Failure): boolean {
    return this.#outages.holds(pull, node, failure, () => this.#carryOut(pull, node, this.#stepAfter(pull, node, answer)));
  }

  #stepAfter(pull: Pull, node: NodeState, answer: Answer): Step {
    try {
      const isOurs = (host: string, scheme: Scheme) => this.#nodes.isOurs(node, host, scheme);
      const { retry, timeouts } = this.#options;
      const rules: Rules = {
        retry,
        urlMs: timeouts.urlMs,
        random: this.#random,
        isOurs,
        verify: this.#requests.verifies(pull),
      };
      return pull.toProve === undefined ? pull.answered(answer, rules) : pull.probed(answer, rules);
    } catch (error) {
      return faultOf(pull, error);
    }
  }

  #carryOut(pull: Pull, node: NodeState, step: Step): void {
    if (this.#cancelled.has(pull.run.item)) return;
    switch (step.kind) {
      case 'ended':
        this.#end(pull, node, step.outcome);
        return;
      case 'next':
        if (this.#scheduler.goOn(node, pull, step.domain) === 'waits') this.#tellStart(pull);
        return;
      case 'probe':
        this.#scheduler.addAgain(node, pull);
        return;
      case 'again':
        this.#tellStart(pull);
        if (!this.#isStopping) this.#backlog.add(pull, node, step.delayMs);
    }
  }

  #end(pull: Pull, node: NodeState, outcome: Outcome): void {
    const { freshUntilMs } = pull;
    // Of what could not be had, other variants may have told.
    if (freshUntilMs !== undefined && isHad(outcome))
      outcome.freshForS = Math.max(0, Math.floor((freshUntilMs - this.#clock.wallMs()) / 1000));
    const { item } = pull.run;
    if (this.#afterPulls.takes(item, pull.source, outcome)) void this.#readAndTell(pull, item, node, outcome);
    else this.#tellEnd(pull, node, outcome);
  }

  #tellEnd(pull: Pull, node: NodeState, outcome: Outcome): void {
    node.load.noteOutcome(outcome);
    this.#reporter.add({ kind: 'ended', ...subject(pull), outcome });
  }

  async #readAndTell(pull: Pull, item: ManifestPull['item'], node: NodeState, outcome: Outcome): Promise<void> {
    const wayTo: ManifestPull['wayTo'] = (signal) => this.#purges.wayTo(node, item.domain, signal);
    this.#tellStart(pull);
    node.held += 1;
    try {
      this.#tellEnd(pull, node, await this.#afterPulls.read({ item, source: pull.source, outcome, wayTo }));
    } catch {
      // Its task was cancelled; or the engine stops, and the URL goes on after a restart.
    } finally {
      node.held -= 1;
    }
  }

  #remove(pull: Pull, bodyBytes: number): void {
    this.#reporter.add({ kind: 'ended', ...subject(pull), outcome: pull.removed(bodyBytes) });
  }

  /** The node left the configuration. What waits in its queue is removed by the scheduler, as the receiver keeps up. */
  #clear(node: NodeState): void {
    this.#purges.clear(node);
    this.#looks.clear(node);
    for (const flight of this.#watch) {
      if (flight.slot.node !== node) continue;
      flight.exchange.cancel();
      this.#watch.delete(flight);
      this.#scheduler.release(flight.slot);
      this.#remove(flight.pull, flight.exchange.receivedBytes);
    }
    for (const pull of this.#backlog.remove(node)) this.#scheduler.addAgain(node, pull);
  }

  /** Once a tick, for each request that is out. */
  #look(flight: Flight): void {
    const { pull, exchange } = flight;
    exchange.check();
    if (!exchange.isOpen) return;
    const nowMs = this.#watch.attendedMs;
    // What ends within the first batch needs no word of its start.
    if (nowMs - flight.beganMs >= maxAgeMs) this.#tellStart(pull);
    if (!exchange.isFlowing || exchange.progressBytes === flight.toldBytes || nowMs - flight.toldMs < advanceMs) return;
    flight.toldMs = nowMs;
    flight.toldBytes = exchange.progressBytes;
    this.#reporter.add({ kind: 'advanced', ...subject(pull), ...pull.progress(exchange.progressBytes, exchange.sizeBytes) });
  }

  #tellStart(pull: Pull): void {
    if (pull.isStartTold) return;
    pull.isStartTold = true;
    this.#reporter.add({ kind: 'started', ...subject(pull) });
  }
}

function subject({ run: { item }, source }: Pull): Pick<Report, 'task' | 'urlId' | 'nodeIndex' | 'item'> {
  return subjectOf(item, source);
}

function faultOf(pull: Pull, error: unknown): Step {
  return pull.fail({ reason: 'internal', message: shorten(error instanceof Error ? `${error.name}: ${error.message}` : String(error)) });
}
