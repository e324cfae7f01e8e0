import type { NodeRecord } from '../../store/memory.ts';
import type { Store } from '../../store/store.ts';
import type { NodeLoad } from '../../tasks/load.ts';
import type { Catalog } from '../catalog.ts';
import type { NodeLedger } from '../control.ts';
import type { Log } from '../log.ts';
import type { ControlDomain, ControlNode } from '../options.ts';
import type { Owed } from '../owed.ts';
import { MissedWork } from './missedwork.ts';
import { cutOff } from './reach.ts';
import type { Replays } from './replays.ts';
import { StandingRecord } from './standingrecord.ts';
import { SyncPoint } from './syncpoint.ts';

export type StandingParts = {
  store: Pick<Store, 'setNodeRecord'>;
  replays: Replays;
  catalog: () => Catalog;
  load: (node: string) => NodeLoad | undefined;
  purgesOwed: Owed;
  pullsOwed: Owed;
  /** Whether a shield of these domains may have what it should have forgotten: what is pulled through it then may be old. */
  isShieldBehind: (domains: readonly ControlDomain[], mayBeBack: boolean) => boolean;
  nowMs: () => number;
  log: Log;
};

/** Why a node without a record is not ready. */
export const newcomer = 'it is new in the configuration';

/** A shield that came back with its edges is found back later than they, by the interval between two knocks at the longest. */
const shieldGraceMs = 10_000;

/**
 * One node's way back: away, then made to forget what was purged meanwhile, then given what it should hold, then ready.
 * `view` may be asked at any time and tells what has changed by then; all else goes on in `step`, one at a time.
 */
export class Standing {
  readonly #parts: StandingParts;
  readonly #name: string;
  readonly #record: StandingRecord;
  readonly #sync: SyncPoint;
  readonly #missed: MissedWork;
  /** What is missing on a new node is missing whether it can be reached or not. */
  readonly #isNew: boolean;
  #because: string;
  /** Since when it can be reached again, unless it is ready. */
  #backMs: number | undefined;
  #openUrls = 0;
  #turn: Promise<unknown> = Promise.resolve();

  /** Without a record the node is new. */
  constructor(name: string, parts: StandingParts, known?: NodeRecord) {
    const record = known ?? { node: name, state: 'away', sinceMs: parts.nowMs(), syncedAtS: 0, replay: [], drained: false };
    this.#parts = parts;
    this.#name = name;
    this.#record = new StandingRecord(parts.store, record, known !== undefined);
    this.#sync = new SyncPoint(name, parts.purgesOwed);
    this.#missed = new MissedWork(name, parts);
    this.#isNew = known === undefined;
    this.#because = known === undefined ? newcomer : 'it was not up to date when forewarm stopped';
    if (record.state === 'purging' || record.state === 'warming') this.#backMs = record.sinceMs;
  }

  get isDrained(): boolean {
    return this.#record.now.drained;
  }

  /** It can be reached, or may be, and may still have what it should have forgotten. */
  isBehind(mayBeBack: boolean): boolean {
    const { state } = this.#record.now;
    return state === 'purging' || (state === 'away' && !this.isDrained && (mayBeBack || this.#backMs !== undefined));
  }

  view(): NodeLedger {
    this.#judge();
    const { state, sinceMs, drained } = this.#record.now;
    const because = state === 'ready' && !drained ? undefined : { because: this.#because };
    return { state: drained ? 'drained' : state, sinceMs, openUrls: this.#openUrls, ...because };
  }

  /** Brings the node on as far as it goes now. */
  step(): Promise<void> {
    return this.#inTurn(async () => {
      this.#judge();
      const node = this.#parts.catalog().node(this.#name);
      if (node !== undefined && !this.isDrained) await this.#goOn(node, this.#record.epoch);
      await this.#record.save();
    });
  }

  /** Everything that is remembered is replayed, whatever was done there before. */
  resync(by: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#record.note({ syncedAtS: 0 });
      this.#enter('away', `${by} asked for a replay`);
      await this.#record.save();
    });
  }

  /** Resolves to whether that was news. */
  drain(drained: boolean, by: string): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.isDrained === drained) return false;
      this.#record.note({ drained });
      this.#enter('away', drained ? `${by} drained it` : `${by} ended its drain`);
      await this.#record.save();
      return true;
    });
  }

  /** It was found without what it should hold. Resolves to whether it is given that now. */
  lostItsStore(because: string): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#judge();
      const node = this.#parts.catalog().node(this.#name);
      if (node === undefined || this.#record.now.state !== 'ready' || this.isDrained) return false;
      this.#backMs = this.#parts.nowMs();
      await this.#warm(node, this.#record.epoch, because);
      await this.#record.save();
      return true;
    });
  }

  /** It leaves the configuration: when it comes again, it has missed what came meanwhile. */
  leave(): Promise<void> {
    return this.#inTurn(async () => {
      this.#enter('away', 'it was taken out of the configuration');
      await this.#record.save();
    });
  }

  /** Resolves when nothing of it is under way. */
  async settled(): Promise<void> {
    await this.#turn;
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(act);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** What was told of the node meanwhile. Needs no store, so that nobody is told that it is ready when it is not. */
  #judge(): void {
    const because = cutOff(this.#parts.load(this.#name));
    if (because === undefined || this.isDrained) return;
    this.#backMs = undefined;
    if (this.#record.now.state !== 'away') this.#enter('away', because);
  }

  async #goOn(node: ControlNode, epoch: number): Promise<void> {
    switch (this.#record.now.state) {
      case 'ready':
        this.#missed.isThere();
        this.#noteSynced(this.#sync.reached(this.#parts.nowMs()));
        return;
      case 'away':
        await this.#comeBack(node, epoch);
        break;
      case 'purging':
        await this.#endPurging(node, epoch);
        break;
      case 'warming':
        if ((await this.#countOpen()) === 0 && !this.#missed.hasPulls) this.#becomeReady(epoch);
        break;
    }
    this.#callReadyInTheEnd(epoch);
  }

  async #comeBack(node: ControlNode, epoch: number): Promise<void> {
    const { load, isShieldBehind, nowMs } = this.#parts;
    const known = load(this.#name);
    if ((known === undefined && !this.#isNew) || cutOff(known) !== undefined) return;
    if (this.#backMs === undefined) {
      this.#backMs = nowMs();
      this.#missed.isBack();
    }
    // What is under way already would run against the replay: it ends first.
    if (this.#missed.hasPurges) return;
    const mayShieldBeBack = nowMs() - this.#backMs < shieldGraceMs;
    if (node.layer === 'edge' && isShieldBehind(this.#domains(), mayShieldBeBack)) return;
    await this.#purge(node, epoch);
  }

  async #purge(node: ControlNode, epoch: number): Promise<void> {
    const { replays, nowMs } = this.#parts;
    const readAtMs = nowMs();
    const tasks = await replays.forget([node], this.#domains(), this.#record.now.syncedAtS);
    if (this.#record.epoch !== epoch || this.#backMs === undefined) return;
    if (tasks.length > 0) {
      this.#enter('purging', this.#because, tasks, readAtMs);
      await this.#countOpen();
      return;
    }
    this.#noteSynced(readAtMs);
    await this.#warm(node, epoch, this.#because);
  }

  async #endPurging(node: ControlNode, epoch: number): Promise<void> {
    const { replays } = this.#parts;
    const { replay, sinceMs, syncedAtS } = this.#record.now;
    if ((await this.#countOpen()) > 0) return;
    for (const task of replay) {
      const because = await replays.noContact(task);
      if (this.#record.epoch !== epoch) return;
      if (because === undefined) continue;
      this.#enter('away', because);
      return;
    }
    const edges = node.layer === 'mid' ? this.#edges() : [];
    // Until now edges may have pulled through it what it should have forgotten.
    if (edges.length > 0) await replays.forget(edges, this.#domains(), syncedAtS);
    if (this.#record.epoch !== epoch) return;
    this.#noteSynced(sinceMs);
    await this.#warm(node, epoch, this.#because);
  }

  async #warm(node: ControlNode, epoch: number, because: string): Promise<void> {
    const tasks = await this.#parts.replays.warm(node, this.#domains());
    if (this.#record.epoch !== epoch) return;
    if (tasks.length === 0 && !this.#missed.hasPulls) {
      this.#becomeReady(epoch);
      return;
    }
    this.#enter('warming', because, tasks);
    await this.#countOpen();
  }

  #becomeReady(epoch: number): void {
    if (this.#record.epoch !== epoch) return;
    const { log, nowMs } = this.#parts;
    const afterMs = this.#backMs === undefined ? 0 : nowMs() - this.#backMs;
    this.#enter('ready', '');
    log.info({ node: this.#name, afterMs }, 'node is ready');
  }

  /** A node must not be held back from users for ever by what can't be had. */
  #callReadyInTheEnd(epoch: number): void {
    const { log, nowMs, catalog } = this.#parts;
    const { readyMaxMs } = catalog().options;
    if (this.#record.epoch !== epoch || this.#backMs === undefined || nowMs() - this.#backMs < readyMaxMs) return;
    const { state } = this.#record.now;
    log.warn(
      { node: this.#name, state, openUrls: this.#openUrls, readyMaxMs },
      'node is called ready before it is up to date (timeouts.readyMaxMs)',
    );
    this.#enter('ready', '');
  }

  async #countOpen(): Promise<number> {
    const { epoch } = this.#record;
    let open = 0;
    for (const task of this.#record.now.replay) open += await this.#parts.replays.openUrls(task);
    if (this.#record.epoch === epoch) this.#openUrls = open;
    return open;
  }

  #domains(): ControlDomain[] {
    return this.#parts.catalog().options.domains.filter(({ nodes }) => nodes.includes(this.#name));
  }

  /** Those that may have pulled through this shield. */
  #edges(): ControlNode[] {
    const names = new Set(this.#domains().flatMap(({ nodes }) => nodes));
    return this.#parts.catalog().options.nodes.filter(({ name, layer }) => layer === 'edge' && names.has(name));
  }

  #noteSynced(atMs: number | undefined): void {
    if (atMs !== undefined) this.#record.note({ syncedAtS: this.#sync.safeS(atMs) });
  }

  #enter(state: NodeRecord['state'], because: string, replay: readonly number[] = [], sinceMs = this.#parts.nowMs()): void {
    this.#because = because;
    this.#openUrls = 0;
    this.#record.enter(state, sinceMs, replay);
    if (state === 'ready' || state === 'away') this.#backMs = undefined;
    if (state === 'ready') this.#sync.restart();
    else this.#parts.log.info({ node: this.#name, because, tasks: replay.length }, `node is ${state}`);
  }
}
