import { defaultPriority } from '../../tasks/priority.ts';
import type { RefreshOrder } from '../../tasks/purge.ts';
import { noCounts, type Status, type StatusCounts } from '../../tasks/status.ts';
import { kindCode, purgeModeCode, purgeModeOf, refreshTypeCode, refreshTypeOf, statusCode, statusesByCode } from '../codes.ts';
import type { Series } from '../countdeltas.ts';
import type { VerdictCounts } from '../../tasks/verdict.ts';
import { taskKinds, type Around, type Course, type NewTask, type TaskPlace } from '../store.ts';
import type { Counts } from '../taskfold.ts';
import type { Connection, Query } from './connection.ts';
import type { Listing } from './listing.ts';

/** A task's row as `taskColumns` names it. */
export type TaskRow = readonly [
  number: number,
  taskId: string,
  project: number,
  kind: number,
  createdAtS: number,
  submittedBy: string,
  plan: number,
  firstUrl: number,
  urlCount: number,
  repetitions: number,
  status: number,
  waiting: number,
  running: number,
  succeeded: number,
  failed: number,
  unknown: number,
  refreshType: number | null,
  refreshMode: number | null,
  thenPrefetch: number | null,
  urlsAtMost: number | null,
  isReplay: number,
  hitProven: number,
  storedLikely: number,
  uncacheable: number,
  unknownVerdict: number,
  priority: number,
  comment: string | null,
  retryOf: string | null,
  afterTask: string | null,
  heldBy: number | null,
  startedAtS: number | null,
  finishedAtS: number | null,
  bodyBytes: number,
  progressSum: number,
];

const taskColumns =
  'number, task_id, project, kind, created_at_s, submitted_by, plan, first_url, url_count, repetitions, status, waiting, running, succeeded, failed, unknown, refresh_type, refresh_mode, then_prefetch, urls_at_most, is_replay, hit_proven, stored_likely, uncacheable, unknown_verdict, priority, comment, retry_of, after_task, held_by, started_at_s, finished_at_s, body_bytes, progress_sum';

export type TaskToInsert = {
  task: NewTask;
  number: number;
  project: number;
  plan: number;
  firstUrl: number;
  /** Undefined: it does not grow. */
  urlsAtMost: number | undefined;
  repetitions: number;
  counts: StatusCounts;
  status: Status;
};

/** Null: not yet, or not known. */
export type Times = { startedAtS: number | null; finishedAtS: number | null };

/** Through one kind of tasks, or through all: each kind is in order in its own part of the index, and SQLite merges them. */
type Walk = { readonly one: Query<TaskRow>; readonly all: Query<TaskRow> };

export class TaskTable {
  readonly #insert: Query<[]>;
  readonly #byNumber: Query<TaskRow>;
  readonly #byTaskId: Query<TaskRow>;
  readonly #update: Query<[]>;
  readonly #grow: Query<[]>;
  readonly #delete: Query<[]>;
  readonly #unfinished: Query<TaskRow>;
  readonly #heldBy: Query<TaskRow>;
  readonly #letGo: Query<[]>;
  readonly #walk: Walk;
  readonly #walkStatus: Walk;
  readonly #old: Query<TaskRow>;
  readonly #named: Query<TaskRow>;

  constructor(database: Connection) {
    this.#insert = database.prepare(
      `INSERT INTO task (${taskColumns}, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?, ?, ?, ?, NULL, NULL, 0, 0, ?)`,
    );
    this.#byNumber = database.prepare(`SELECT ${taskColumns} FROM task WHERE number = ?`);
    this.#byTaskId = database.prepare(`SELECT ${taskColumns} FROM task WHERE task_id = ?`);
    this.#named = database.prepare(`SELECT ${taskColumns} FROM task WHERE task_id IN (SELECT value FROM json_each(?))`);
    this.#update = database.prepare(
      `UPDATE task SET status = ?, ${statusesByCode.map((status) => `${status} = ?`).join(', ')}, ` +
        'hit_proven = ?, stored_likely = ?, uncacheable = ?, unknown_verdict = ?, ' +
        'body_bytes = ?, progress_sum = ?, started_at_s = ?, finished_at_s = ? WHERE number = ?',
    );
    this.#grow = database.prepare('UPDATE task SET url_count = url_count + ?1, waiting = waiting + ?1 WHERE number = ?2');
    this.#delete = database.prepare('DELETE FROM task WHERE number = ?');
    this.#unfinished = database.prepare(
      `SELECT ${taskColumns} FROM task WHERE project = ? AND kind = ? AND status < 2 AND priority = ? AND number > ? ORDER BY number LIMIT ?`,
    );
    this.#heldBy = database.prepare(`SELECT ${taskColumns} FROM task WHERE held_by = ?`);
    this.#letGo = database.prepare('UPDATE task SET held_by = NULL WHERE number = ?');
    const from = (filter: string): string =>
      `SELECT ${taskColumns} FROM task WHERE project = ? AND kind = ? ${filter}AND (created_at_s, task_id) < (?, ?) AND created_at_s >= ?`;
    const walk = (filter: string, kinds: number): string =>
      `${Array.from({ length: kinds }, () => from(filter)).join(' UNION ALL ')} ORDER BY created_at_s DESC, task_id DESC LIMIT -1 OFFSET ?`;
    this.#walk = { one: database.prepare(walk('', 1)), all: database.prepare(walk('', taskKinds.length)) };
    this.#walkStatus = {
      one: database.prepare(walk('AND status = ? ', 1)),
      all: database.prepare(walk('AND status = ? ', taskKinds.length)),
    };
    this.#old = database.prepare(
      `SELECT ${taskColumns} FROM task WHERE project = ? AND kind = ? AND status = ? AND created_at_s < ? ` +
        'AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.task = task.number AND state = 0) ORDER BY created_at_s LIMIT ?',
    );
  }

  insert({ task, number, project, plan, firstUrl, urlsAtMost, repetitions, counts, status }: TaskToInsert): void {
    this.#insert.run(
      number,
      task.taskId,
      project,
      kindCode(task.kind),
      secondOf(task.createdAtMs),
      task.submittedBy,
      plan,
      firstUrl,
      task.urls.length,
      repetitions,
      statusCode(status),
      ...countColumns(counts),
      ...refreshColumns(task.refresh),
      urlsAtMost ?? null,
      task.isReplay === true ? 1 : 0,
      task.priority ?? defaultPriority,
      task.comment ?? null,
      task.retryOf ?? null,
      task.after?.taskId ?? null,
      task.after?.task ?? null,
      task.createdAtMs,
    );
  }

  byNumber(number: number): TaskRow | undefined {
    return this.#byNumber.get(number);
  }

  byTaskId(taskId: string): TaskRow | undefined {
    return this.#byTaskId.get(taskId);
  }

  /** Those that are there, in no order. */
  named(taskIds: readonly string[]): TaskRow[] {
    return this.#named.all(JSON.stringify(taskIds));
  }

  update(number: number, status: Status, { counts, verdicts, bodyBytes, progressSum }: Counts, { startedAtS, finishedAtS }: Times): void {
    const figures = [bodyBytes, progressSum, startedAtS, finishedAtS];
    this.#update.run(statusCode(status), ...countColumns(counts), ...verdictColumns(verdicts), ...figures, number);
  }

  /** By lines that wait. */
  grow(number: number, urls: number): void {
    this.#grow.run(urls, number);
  }

  delete(number: number): void {
    this.#delete.run(number);
  }

  /** By number, after `after`. */
  unfinished({ project, kind }: Series, priority: number, after: number, limit: number): TaskRow[] {
    return this.#unfinished.all(project, kind, priority, after, limit);
  }

  /** Those that start after a task, and have neither been let go nor ended. */
  heldBy(number: number): TaskRow[] {
    return this.#heldBy.all(number);
  }

  letGo(number: number): void {
    this.#letGo.run(number);
  }

  /** Newest first, behind `after`, none created before `beginS`; `skip` of them are passed over. Ends when `visit` returns false. */
  walk(
    listing: Listing,
    status: Status | undefined,
    after: TaskPlace,
    beginS: number,
    skip: number,
    visit: (row: TaskRow) => boolean,
  ): void {
    const { project, kinds } = listing;
    const { one, all } = status === undefined ? this.#walk : this.#walkStatus;
    const filter = status === undefined ? [] : [statusCode(status)];
    const values = kinds.flatMap((kind) => [project, kind, ...filter, after.createdAtS, after.taskId, beginS]);
    (kinds.length === 1 ? one : all).each(visit, ...values, skip);
  }

  /** Created before a second, oldest first; none of whose end somebody is still to be told. */
  old(series: Series, status: Status, beforeS: number, limit: number): TaskRow[] {
    return this.#old.all(series.project, series.kind, statusCode(status), beforeS, limit);
  }
}

export function countsOf(row: TaskRow): StatusCounts {
  const [, , , , , , , , , , , waiting, running, succeeded, failed, unknown] = row;
  return { ...noCounts(), waiting, running, succeeded, failed, unknown };
}

export function verdictsOf(row: TaskRow): VerdictCounts {
  const [hitProven, storedLikely, uncacheable, unknown] = [row[21], row[22], row[23], row[24]];
  return { 'hit-proven': hitProven, 'stored-likely': storedLikely, uncacheable, unknown };
}

export function countersOf(row: TaskRow): Counts {
  return { counts: countsOf(row), verdicts: verdictsOf(row), bodyBytes: row[32], progressSum: row[33] };
}

/** Undefined while it has not begun. */
export function startedAtSOf(row: TaskRow): number | undefined {
  return row[30] ?? undefined;
}

export function courseOf(row: TaskRow): Course {
  const [startedAtS, finishedAtS, bodyBytes, progressSum] = [row[30], row[31], row[32], row[33]];
  return {
    ...(startedAtS !== null && { startedAtS }),
    ...(finishedAtS !== null && { finishedAtS }),
    bodyBytes,
    progress: Math.floor(progressSum / Math.max(1, row[8])),
  };
}

/** Undefined for a prefetch. */
export function refreshOf(row: TaskRow): RefreshOrder | undefined {
  const [, , , , , , , , , , , , , , , , type, mode, thenPrefetch] = row;
  if (type === null || mode === null) return undefined;
  return { type: refreshTypeOf(type), mode: purgeModeOf(mode), thenPrefetch: thenPrefetch === 1 };
}

/** How many lines it may have at most; undefined for a task that does not grow. */
export function urlsAtMostOf(row: TaskRow): number | undefined {
  return row[19] ?? undefined;
}

/** Whether it brings a node up to date. */
export function isReplay(row: TaskRow): boolean {
  return row[20] === 1;
}

export function aroundOf(row: TaskRow): Around {
  const [priority, comment, retryOf, after] = [row[25], row[26], row[27], row[28]];
  return {
    priority,
    ...(comment !== null && { comment }),
    ...(retryOf !== null && { retryOf }),
    ...(after !== null && { after }),
  };
}

/** Whether it waits for another task to end. */
export function isHeld(row: TaskRow): boolean {
  return row[29] !== null;
}

export function secondOf(ms: number): number {
  return Math.floor(ms / 1000);
}

function countColumns(counts: Readonly<StatusCounts>): number[] {
  return statusesByCode.map((status) => counts[status]);
}

function verdictColumns(verdicts: Readonly<VerdictCounts>): number[] {
  return [verdicts['hit-proven'], verdicts['stored-likely'], verdicts.uncacheable, verdicts.unknown];
}

function refreshColumns(order: RefreshOrder | undefined): (number | null)[] {
  return order === undefined ? [null, null, null] : [refreshTypeCode(order.type), purgeModeCode(order.mode), order.thenPrefetch ? 1 : 0];
}
