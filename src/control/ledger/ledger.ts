import type { Queue } from '../../queue/queue.ts';
import type { Store, TaskKind } from '../../store/store.ts';
import type { PauseScope } from '../../tasks/pause.ts';
import type { Catalog } from '../catalog.ts';
import type { NodeLedger } from '../control.ts';
import type { Log } from '../log.ts';
import type { ControlDomain } from '../options.ts';
import type { Owed } from '../owed.ts';
import { Refills } from './refills.ts';
import { Replays } from './replays.ts';
import { Samples } from './samples.ts';
import { newcomer, Standing, type StandingParts } from './standing.ts';

export type LedgerParts = {
  store: Store;
  queue: Queue;
  catalog: () => Catalog;
  purgesOwed: Owed;
  pullsOwed: Owed;
  newTaskId: () => string;
  /** A replay task was stored, and may be taken up. */
  submitted: (kind: TaskKind) => void;
  nowMs: () => number;
  log: Log;
};

/**
 * What each node should have forgotten and should hold, and how far it is with that. A node that was away, has lost its
 * store or is new is not ready until it has been told both.
 */
export class Ledger {
  readonly #parts: LedgerParts;
  readonly #standingParts: StandingParts;
  readonly #samples: Samples;
  readonly #refills = new Refills();
  readonly #standings = new Map<string, Standing>();
  #isPassing = false;
  #isSampling = false;
  #isConfigured = false;

  constructor(parts: LedgerParts) {
    const { store, queue, catalog, purgesOwed, pullsOwed, nowMs, log } = parts;
    this.#parts = parts;
    this.#samples = new Samples(parts);
    this.#standingParts = {
      store,
      replays: new Replays(parts),
      catalog,
      load: (node) => queue.loads().get(node),
      purgesOwed,
      pullsOwed,
      isShieldBehind: (...which) => this.#isShieldBehind(...which),
      nowMs,
      log,
    };
  }

  /** Takes up what the store knows of nodes; once, before anything is sent to them. */
  start(): Promise<void> {
    return this.#configure();
  }

  /** Other nodes, or the same with other domains. */
  reconfigure(): Promise<void> {
    this.#isConfigured = false;
    return this.pass();
  }

  /** Undefined for a node that is not configured. */
  nodeLedger(name: string): NodeLedger | undefined {
    if (this.#parts.catalog().node(name) === undefined) return undefined;
    return this.#standings.get(name)?.view() ?? { state: 'away', sinceMs: this.#parts.nowMs(), openUrls: 0, because: newcomer };
  }

  /** Nodes for which work is stopped. */
  drained(): PauseScope[] {
    return [...this.#standings].flatMap(([name, standing]) => (standing.isDrained ? [{ kind: 'node', name } as const] : []));
  }

  async resync(node: string, by: string): Promise<void> {
    await this.#standings.get(node)?.resync(by);
  }

  async drain(node: string, drained: boolean, by: string): Promise<boolean> {
    return (await this.#standings.get(node)?.drain(drained, by)) ?? false;
  }

  /** Brings every node on as far as it goes now. Does nothing while the last is still at it. */
  async pass(): Promise<void> {
    if (this.#isPassing) return;
    this.#isPassing = true;
    try {
      if (!this.#isConfigured) await this.#configure();
      await Promise.all(this.#standings.values().map((standing) => standing.step()));
    } finally {
      this.#isPassing = false;
    }
  }

  /** Looks whether the nodes that are ready still hold what they should. Does nothing while the last is still at it. */
  async sample(): Promise<void> {
    if (this.#isSampling) return;
    this.#isSampling = true;
    try {
      await this.#sample();
    } finally {
      this.#isSampling = false;
    }
  }

  async #sample(): Promise<void> {
    const { catalog, nowMs, log } = this.#parts;
    const ready = catalog().options.nodes.filter(({ name }) => this.nodeLedger(name)?.state === 'ready');
    for (const [node, because] of await this.#samples.findEmpty(ready)) {
      if (this.#refills.take(node, nowMs())) {
        if (await this.#standings.get(node)?.lostItsStore(because))
          log.warn({ node, because }, 'node has lost its store; it is filled again');
        continue;
      }
      const waitMs = this.#refills.untoldWaitMs(node, nowMs());
      if (waitMs !== undefined)
        log.warn({ node, because, waitMs }, 'node has lost again what it was given: its cache may be too small, and it is left so for now');
    }
  }

  /** Resolves when nothing is under way. */
  async stop(): Promise<void> {
    await Promise.all(this.#standings.values().map((standing) => standing.settled()));
  }

  async #configure(): Promise<void> {
    const { store, catalog } = this.#parts;
    const recordOf = new Map((await store.nodeRecords()).map((record) => [record.node, record]));
    this.#isConfigured = true;
    const configured = new Set(catalog().options.nodes.map(({ name }) => name));
    for (const name of configured) {
      if (!this.#standings.has(name)) this.#standings.set(name, new Standing(name, this.#standingParts, recordOf.get(name)));
    }
    for (const [name, standing] of this.#standings) {
      if (configured.has(name)) continue;
      this.#standings.delete(name);
      await standing.leave();
      recordOf.delete(name);
    }
    for (const [name, record] of recordOf) {
      if (!configured.has(name) && record.state !== 'away') await new Standing(name, this.#standingParts, record).leave();
    }
  }

  #isShieldBehind(domains: readonly ControlDomain[], mayBeBack: boolean): boolean {
    const names = new Set(domains.flatMap(({ nodes }) => nodes));
    const { nodes } = this.#parts.catalog().options;
    return nodes.some(({ name, layer }) => layer === 'mid' && names.has(name) && this.#standings.get(name)?.isBehind(mayBeBack) === true);
  }
}
