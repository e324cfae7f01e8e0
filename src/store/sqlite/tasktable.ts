import { noCounts, type Status, type StatusCounts } from '../../tasks/status.ts';
import { kindCode, statusCode, statusesByCode } from '../codes.ts';
import type { Series } from '../countdeltas.ts';
import type { NewTask } from '../store.ts';
import type { Connection, Query } from './connection.ts';

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
];

const taskColumns =
  'number, task_id, project, kind, created_at_s, submitted_by, plan, first_url, url_count, repetitions, status, waiting, running, succeeded, failed, unknown';

export type TaskToInsert = {
  task: NewTask;
  number: number;
  project: number;
  plan: number;
  firstUrl: number;
  repetitions: number;
  counts: StatusCounts;
  status: Status;
};

/** Where a walk through tasks goes on: behind this task, newest first. */
export type WalkKey = { createdAtS: number; taskId: string };

export class TaskTable {
  readonly #insert: Query<[]>;
  readonly #byNumber: Query<TaskRow>;
  readonly #byTaskId: Query<TaskRow>;
  readonly #update: Query<[]>;
  readonly #delete: Query<[]>;
  readonly #unfinished: Query<TaskRow>;
  readonly #walk: Query<TaskRow>;
  readonly #walkStatus: Query<TaskRow>;
  readonly #old: Query<TaskRow>;
  readonly #named: Query<TaskRow>;

  constructor(database: Connection) {
    this.#insert = database.prepare(
      `INSERT INTO task (${taskColumns}, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#byNumber = database.prepare(`SELECT ${taskColumns} FROM task WHERE number = ?`);
    this.#byTaskId = database.prepare(`SELECT ${taskColumns} FROM task WHERE task_id = ?`);
    this.#named = database.prepare(`SELECT ${taskColumns} FROM task WHERE task_id IN (SELECT value FROM json_each(?))`);
    this.#update = database.prepare(
      `UPDATE task SET status = ?, ${statusesByCode.map((status) => `${status} = ?`).join(', ')} WHERE number = ?`,
    );
    this.#delete = database.prepare('DELETE FROM task WHERE number = ?');
    this.#unfinished = database.prepare(
      `SELECT ${taskColumns} FROM task WHERE project = ? AND status < 2 AND number > ? ORDER BY number LIMIT ?`,
    );
    const walk = (filter: string): string =>
      `SELECT ${taskColumns} FROM task WHERE project = ? AND kind = ? ${filter}AND (created_at_s, task_id) < (?, ?) AND created_at_s >= ? ` +
      'ORDER BY created_at_s DESC, task_id DESC LIMIT -1 OFFSET ?';
    this.#walk = database.prepare(walk(''));
    this.#walkStatus = database.prepare(walk('AND status = ? '));
    this.#old = database.prepare(
      `SELECT ${taskColumns} FROM task WHERE project = ? AND kind = ? AND status = ? AND created_at_s < ? ORDER BY created_at_s LIMIT ?`,
    );
  }

  insert({ task, number, project, plan, firstUrl, repetitions, counts, status }: TaskToInsert): void {
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

  update(number: number, status: Status, counts: StatusCounts): void {
    this.#update.run(statusCode(status), ...countColumns(counts), number);
  }

  delete(number: number): void {
    this.#delete.run(number);
  }

  /** By number, after `after`. */
  unfinished(project: number, after: number, limit: number): TaskRow[] {
    return this.#unfinished.all(project, after, limit);
  }

  /** Newest first, behind `after`, none created before `beginS`; `skip` of them are passed over. Ends when `visit` returns false. */
  walk(series: Series, status: Status | undefined, after: WalkKey, beginS: number, skip: number, visit: (row: TaskRow) => boolean): void {
    const { project, kind } = series;
    if (status === undefined) this.#walk.each(visit, project, kind, after.createdAtS, after.taskId, beginS, skip);
    else this.#walkStatus.each(visit, project, kind, statusCode(status), after.createdAtS, after.taskId, beginS, skip);
  }

  /** Created before a second, oldest first. */
  old(series: Series, status: Status, beforeS: number, limit: number): TaskRow[] {
    return this.#old.all(series.project, series.kind, statusCode(status), beforeS, limit);
  }
}

export function countsOf(row: TaskRow): StatusCounts {
  const [, , , , , , , , , , , waiting, running, succeeded, failed, unknown] = row;
  return { ...noCounts(), waiting, running, succeeded, failed, unknown };
}

export function secondOf(ms: number): number {
  return Math.floor(ms / 1000);
}

function countColumns(counts: StatusCounts): number[] {
  return statusesByCode.map((status) => counts[status]);
}
