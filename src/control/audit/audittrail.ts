import type { AuditEntry, AuditPage, AuditQuery } from '../../store/audit.ts';
import type { Store } from '../../store/store.ts';
import type { Log } from '../log.ts';

export type AuditTrailParts = {
  store: Pick<Store, 'addAudit' | 'readAudit' | 'sweepAudit'>;
  log: Log;
  keepDays: number;
  nowMs?: () => number;
  /** How long refusals are gathered. Tests shorten it. */
  gatherMs?: number;
};

const defaultGatherMs = 1000;
const sweepEveryMs = 3_600_000;
const sweptPerStep = 2000;
const dayMs = 86_400_000;
/** Entries in memory while the store can't be written; what comes beyond goes to the log. */
const mostWaiting = 10_000;

/**
 * The audit log. Entries are written in batches: those of changes before the change is answered, refusals within a
 * second. What the store does not take is tried again until it does; what can't wait any longer (too much of it, or
 * the server ends) goes to the server's log as a whole entry, so that nothing is lost without a word. A submit's
 * entry is no business of this: it is in the transaction that stores the task.
 */
export class AuditTrail {
  readonly #store: AuditTrailParts['store'];
  readonly #log: Log;
  readonly #nowMs: () => number;
  readonly #timers: readonly NodeJS.Timeout[];
  #keepDays: number;
  #waiting: AuditEntry[] = [];
  /** Refusals of this moment by what makes them alike. */
  #alike = new Map<string, AuditEntry>();
  #writing: Promise<boolean> | undefined;
  #isFailing = false;

  constructor({ store, log, keepDays, nowMs = Date.now, gatherMs = defaultGatherMs }: AuditTrailParts) {
    this.#store = store;
    this.#log = log;
    this.#nowMs = nowMs;
    this.#keepDays = keepDays;
    this.#timers = [setInterval(() => void this.flush(), gatherMs), setInterval(() => void this.sweep(), sweepEveryMs)];
    for (const timer of this.#timers) timer.unref();
    void this.sweep();
  }

  reconfigure({ keepDays }: { keepDays: number }): void {
    this.#keepDays = keepDays;
  }

  /** Resolves once the entry is durable, or the store has refused it and it waits to be tried again. */
  async write(entry: AuditEntry): Promise<void> {
    this.#keep(entry);
    await this.flush();
  }

  /** Written within a second. Alike ones of that moment become one entry that counts them: a flood must not fill the disk. */
  gather(entry: AuditEntry): void {
    const alike = JSON.stringify([entry.key, entry.address, entry.retCode, entry.key === '' ? '' : entry.action]);
    const earlier = this.#alike.get(alike);
    if (earlier !== undefined) earlier.times = (earlier.times ?? 1) + 1;
    else {
      const first = { ...entry };
      this.#alike.set(alike, first);
      this.#keep(first);
    }
  }

  async read(query: AuditQuery): Promise<AuditPage> {
    await this.flush();
    return this.#store.readAudit(query);
  }

  /** Resolves to false when something still waits. */
  async flush(): Promise<boolean> {
    // What came in since a running batch began goes with the next, which all that wait share.
    if (this.#writing !== undefined) await this.#writing;
    this.#writing ??= this.#writeBatch().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async sweep(): Promise<void> {
    const beforeMs = this.#nowMs() - this.#keepDays * dayMs;
    try {
      while ((await this.#store.sweepAudit(beforeMs, sweptPerStep)) === sweptPerStep) await new Promise((resolve) => setImmediate(resolve));
    } catch (error) {
      this.#log.error({ err: error }, 'sweep of the audit log failed; trying again');
    }
  }

  /** Writes what waits. What the store does not take now goes to the log. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    if (await this.flush()) return;
    for (const entry of this.#waiting.splice(0)) this.#giveUp(entry);
  }

  async #writeBatch(): Promise<boolean> {
    // Others that were called in this turn of the event loop share the transaction.
    await Promise.resolve();
    const batch = this.#waiting;
    if (batch.length === 0) return true;
    this.#waiting = [];
    this.#alike = new Map();
    try {
      await this.#store.addAudit(batch);
      if (this.#isFailing) this.#log.info({ entries: batch.length }, 'the audit log can be written again; what had waited is in it');
      this.#isFailing = false;
      return true;
    } catch (error) {
      if (!this.#isFailing)
        this.#log.error({ err: error }, 'the audit log can not be written: its entries wait in memory, and are tried again');
      this.#isFailing = true;
      const newer = this.#waiting;
      this.#waiting = batch;
      for (const entry of newer) this.#keep(entry);
      return false;
    }
  }

  #keep(entry: AuditEntry): void {
    if (this.#waiting.length < mostWaiting) this.#waiting.push(entry);
    else this.#giveUp(entry);
  }

  #giveUp(entry: AuditEntry): void {
    this.#log.error({ audit: entry }, 'an entry of the audit log could not be stored; it stands here alone');
  }
}

export type { AuditEntry, AuditPage, AuditQuery };
