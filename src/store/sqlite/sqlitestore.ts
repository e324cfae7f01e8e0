import type { Pause, PauseScope } from '../../tasks/pause.ts';
import type { Outcome } from '../../tasks/outcome.ts';
import { defaultPriority } from '../../tasks/priority.ts';
import type { PurgeScope } from '../../tasks/purge.ts';
import type { AuditEntry, AuditPage, AuditQuery } from '../audit.ts';
import type { Attempt, CallbackTarget, Delivery, DeliveryQuery, OpenTarget } from '../callbacks.ts';
import type { StoredKey } from '../keys.ts';
import type { DayCounts, LimitExceeded, SubmitLimits } from '../limits.ts';
import type { NodeRecord, Purged, Touch, WarmUrl } from '../memory.ts';
import type {
  FailedLine,
  NewTask,
  OpenUrl,
  Page,
  RecordBatch,
  Recorded,
  RepeatGuard,
  Store,
  Submitted,
  TaskKind,
  TaskQuery,
  TaskSummary,
  TaskWithUrls,
  TroubledUrl,
  UnfinishedTask,
  UrlDetail,
} from '../store.ts';
import { failedLineOf, openUrlOf, summaryOf, taskWithUrls, unfinishedOf } from './answers.ts';
import { kindCode, statusOf } from '../codes.ts';
import { cancelTask } from './cancel.ts';
import type { Connection } from './connection.ts';
import { configureTargets, dueDeliveries, openTargets, readDeliveries, tellAgain } from './deliveries.ts';
import { recallPurgedAbove, recallPurges, recallTouch, recallWarm } from './recall.ts';
import { recordReports } from './record.ts';
import { submitTask } from './submit.ts';
import { sweepTasks } from './sweep.ts';
import { openTables, type Tables } from './tables.ts';
import { countsOf } from './tasktable.ts';
import { countMatching, walkTasks } from './taskwalk.ts';
import { readLineDetail, readTroubled, readUrlDetails, type UrlDetails, type UrlDetailQuery } from './urldetails.ts';

/**
 * Store on one connection. The driver is synchronous, so each step below runs to its end before the next
 * begins; what may read much is cut into steps, with the event loop's turn between.
 */
export class SqliteStore implements Store {
  readonly #database: Connection;
  readonly #tables: Tables;
  readonly #onClose: () => void;
  #lastProbeMs = Number.NEGATIVE_INFINITY;

  /** `onClose` is called once, after the connection closed. */
  constructor(database: Connection, onClose: () => void) {
    this.#database = database;
    this.#tables = openTables(database);
    this.#onClose = onClose;
  }

  submit(task: NewTask, repeat?: RepeatGuard): Promise<Submitted>;
  submit(task: NewTask, repeat: RepeatGuard | undefined, limits: SubmitLimits): Promise<Submitted | LimitExceeded>;
  async submit(task: NewTask, repeat?: RepeatGuard, limits: SubmitLimits = {}): Promise<Submitted | LimitExceeded> {
    return submitTask(this.#database, this.#tables, task, repeat, limits);
  }

  async record(batch: RecordBatch): Promise<Recorded> {
    return recordReports(this.#database, this.#tables, batch);
  }

  async cancelTask(task: number, outcome: Outcome, nowMs: number): Promise<Pick<Recorded, 'endedTasks'>> {
    return cancelTask(this.#database, this.#tables, task, outcome, nowMs);
  }

  async countTasks(query: TaskQuery): Promise<number> {
    return countMatching(this.#database, this.#tables, query);
  }

  readTasks(query: TaskQuery, page: Page): AsyncIterable<TaskWithUrls> {
    return walkTasks(this.#database, this.#tables, query, page, (row) => {
      const item = taskWithUrls(this.#tables, row);
      return { item, weight: 1 + item.urls.length };
    });
  }

  async listTasks(query: TaskQuery, page: Page & { limit: number }): Promise<TaskSummary[]> {
    const tasks: TaskSummary[] = [];
    const summaries = walkTasks(this.#database, this.#tables, query, page, (row) => ({ item: summaryOf(this.#tables, row), weight: 1 }));
    for await (const task of summaries) tasks.push(task);
    return tasks;
  }

  async findTask(project: string, taskId: string): Promise<TaskSummary | undefined> {
    const row = this.#tables.tasks.byTaskId(taskId);
    const task = row === undefined ? undefined : summaryOf(this.#tables, row);
    return task?.project === project ? task : undefined;
  }

  async readUrls(task: number, query: UrlDetailQuery): Promise<UrlDetails> {
    return this.#database.read(() => readUrlDetails(this.#tables, task, query));
  }

  async unfinishedProjects(): Promise<string[]> {
    return this.#tables.projects.unfinished();
  }

  async unfinishedTasks(name: string, kind: TaskKind, after: number, limit: number, priority = defaultPriority): Promise<UnfinishedTask[]> {
    const project = this.#tables.projects.find(name);
    if (project === undefined) return [];
    return this.#tables.tasks
      .unfinished({ project, kind: kindCode(kind) }, priority, after, limit)
      .map((row) => unfinishedOf(this.#tables, row));
  }

  async openUrls(task: number, first: number, count: number): Promise<OpenUrl[]> {
    return this.#database.read(() => {
      const row = this.#tables.tasks.byNumber(task);
      if (row === undefined) return [];
      const [, , , , , , plan, firstUrl, urlCount] = row;
      const from = Math.max(0, first);
      const until = Math.min(urlCount, first + count);
      const domains = this.#tables.plans.read(plan);
      return this.#tables.urls.open(firstUrl + from, firstUrl + until).map((open) => openUrlOf(domains, open));
    });
  }

  async countOpenUrls(): Promise<number> {
    return this.#tables.tally.open();
  }

  async dayCounts(domain: string, day: string): Promise<DayCounts> {
    return this.#tables.domainDays.read(domain, day);
  }

  async setPause(pause: Pause): Promise<void> {
    this.#tables.pauses.set(pause);
  }

  async clearPause(scope: PauseScope): Promise<boolean> {
    return this.#tables.pauses.clear(scope);
  }

  async pauses(): Promise<Pause[]> {
    return this.#tables.pauses.all();
  }

  async touch(url: string, scope: PurgeScope): Promise<Touch | undefined> {
    return this.#database.read(() => recallTouch(this.#tables, url, scope));
  }

  async purgedAbove(url: string): Promise<Purged[]> {
    return this.#database.read(() => recallPurgedAbove(this.#tables, url));
  }

  async readLine(task: number, urlId: number): Promise<UrlDetail | undefined> {
    return this.#database.read(() => readLineDetail(this.#tables, task, urlId));
  }

  async readTroubled(task: number, after: number, limit: number): Promise<TroubledUrl[]> {
    return this.#database.read(() => readTroubled(this.#tables, task, after, limit));
  }

  async failedLines(task: number, after: number, limit: number): Promise<FailedLine[]> {
    return this.#database.read(() => {
      const row = this.#tables.tasks.byNumber(task);
      if (row === undefined) return [];
      const [, , , , , , plan, firstUrl, urlCount] = row;
      const domains = this.#tables.plans.read(plan);
      const failed = this.#tables.urls.failed(Math.max(firstUrl, after + 1), firstUrl + urlCount, limit);
      return failed.map((line) => failedLineOf(domains, line));
    });
  }

  async warmUrls(domain: string, query: Parameters<Store['warmUrls']>[1]): Promise<WarmUrl[]> {
    return recallWarm(this.#tables, domain, query);
  }

  async purges(domain: string, query: Parameters<Store['purges']>[1]): Promise<Purged[]> {
    return recallPurges(this.#tables, domain, query);
  }

  async nodeRecords(): Promise<NodeRecord[]> {
    return this.#tables.nodes.all();
  }

  async setNodeRecord(record: NodeRecord): Promise<void> {
    this.#tables.nodes.set(record);
  }

  async taskStatus(task: number): ReturnType<Store['taskStatus']> {
    const row = this.#tables.tasks.byNumber(task);
    return row && { status: statusOf(row[10]), counts: countsOf(row) };
  }

  async keys(): Promise<StoredKey[]> {
    return this.#tables.keys.all();
  }

  async setKey(key: StoredKey): Promise<void> {
    this.#tables.keys.set(key);
  }

  async deleteKey(publicKey: string): Promise<boolean> {
    return this.#tables.keys.delete(publicKey);
  }

  async addAudit(entries: readonly AuditEntry[]): Promise<void> {
    this.#database.write(() => {
      for (const entry of entries) this.#tables.audit.add(entry);
    });
  }

  async readAudit(query: AuditQuery): Promise<AuditPage> {
    return this.#tables.audit.read(query);
  }

  async sweepAudit(beforeMs: number, limit: number): Promise<number> {
    return this.#database.write(() => this.#tables.audit.deleteOld(beforeMs, limit));
  }

  async setCallbackTargets(targets: readonly CallbackTarget[], why: string): Promise<number> {
    return configureTargets(this.#database, this.#tables, targets, why);
  }

  async openTargets(): Promise<OpenTarget[]> {
    return this.#database.read(() => openTargets(this.#tables));
  }

  async dueDeliveries(key: string, nowMs: number, limit: number): Promise<Delivery[]> {
    return dueDeliveries(this.#tables, key, nowMs, limit);
  }

  async recordAttempt(attempt: Attempt): Promise<boolean> {
    return this.#database.write(() => this.#tables.deliveries.tried(attempt));
  }

  async readDeliveries(query: DeliveryQuery, page: { offset: number; limit: number }): ReturnType<Store['readDeliveries']> {
    return this.#database.read(() => readDeliveries(this.#tables, query, page));
  }

  async redeliver(ids: readonly number[], nowMs: number): Promise<number[]> {
    return tellAgain(this.#database, this.#tables, ids, nowMs);
  }

  async sweep(beforeS: number, nowMs: number, limit: number): Promise<number> {
    return sweepTasks(this.#database, this.#tables, beforeS, nowMs, limit);
  }

  /** Writes at most once a second: the question comes from health checks, and every write is a flush of the disk. */
  async ping(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#lastProbeMs < 1_000) {
      this.#tables.tally.open();
      return;
    }
    this.#tables.tally.probe();
    this.#lastProbeMs = nowMs;
  }

  async close(): Promise<void> {
    if (!this.#database.isOpen) return;
    this.#database.close();
    this.#onClose();
  }
}
