import { kindOf, statusOf } from '../codes.ts';
import type { RepeatGuard, TaskKind } from '../store.ts';
import type { Status } from '../../tasks/status.ts';
import type { Connection, Query } from './connection.ts';

/** The task that a fingerprint stands for. `plan`: its id. */
export type GuardedTask = { task: number; taskId: string; kind: TaskKind; status: Status; plan: number; body: string | null };

/** Fingerprints of submits, so that one that is sent again gets the task that it made. */
export class RepeatGuards {
  readonly #select: Query<[task: number, taskId: string, kind: number, status: number, plan: number, body: string | null]>;
  readonly #set: Query<[]>;
  readonly #deleteOld: Query<[]>;

  constructor(database: Connection) {
    // A task that was swept meanwhile can't be named any more.
    this.#select = database.prepare(
      'SELECT task.number, task.task_id, task.kind, task.status, task.plan, body ' +
        'FROM repeat_guard JOIN task ON task.number = repeat_guard.task WHERE fingerprint = ? AND at_ms >= ?',
    );
    this.#set = database.prepare(
      'INSERT INTO repeat_guard (fingerprint, task, at_ms, until_ms, body) VALUES (?, ?, ?, ?, ?) ' +
        'ON CONFLICT (fingerprint) DO UPDATE SET task = excluded.task, at_ms = excluded.at_ms, until_ms = excluded.until_ms, body = excluded.body',
    );
    this.#deleteOld = database.prepare(
      'DELETE FROM repeat_guard WHERE fingerprint IN (SELECT fingerprint FROM repeat_guard WHERE until_ms < ? ORDER BY until_ms LIMIT ?)',
    );
  }

  find(guard: RepeatGuard, nowMs: number): GuardedTask | undefined {
    const row = this.#select.get(guard.fingerprint, nowMs - guard.windowMs);
    if (row === undefined) return undefined;
    const [task, taskId, kind, status, plan, body] = row;
    return { task, taskId, kind: kindOf(kind), status: statusOf(status), plan, body };
  }

  set(guard: RepeatGuard, task: number, nowMs: number): void {
    this.#set.run(guard.fingerprint, task, nowMs, nowMs + guard.windowMs, guard.body ?? null);
  }

  /** Resolves to how many went, `limit` at most. */
  deleteOld(nowMs: number, limit: number): number {
    return this.#deleteOld.run(nowMs, limit);
  }
}
