import type { RepeatGuard } from '../store.ts';
import type { Connection, Query } from './connection.ts';

/** Fingerprints of submits, so that one that is sent again gets the task that it made. */
export class RepeatGuards {
  readonly #select: Query<[task: number, taskId: string]>;
  readonly #set: Query<[]>;
  readonly #deleteOld: Query<[]>;

  constructor(database: Connection) {
    // A task that was swept meanwhile can't be named any more.
    this.#select = database.prepare(
      'SELECT task.number, task.task_id FROM repeat_guard JOIN task ON task.number = repeat_guard.task WHERE fingerprint = ? AND at_ms >= ?',
    );
    this.#set = database.prepare(
      'INSERT INTO repeat_guard (fingerprint, task, at_ms, until_ms) VALUES (?, ?, ?, ?) ' +
        'ON CONFLICT (fingerprint) DO UPDATE SET task = excluded.task, at_ms = excluded.at_ms, until_ms = excluded.until_ms',
    );
    this.#deleteOld = database.prepare(
      'DELETE FROM repeat_guard WHERE fingerprint IN (SELECT fingerprint FROM repeat_guard WHERE until_ms < ? ORDER BY until_ms LIMIT ?)',
    );
  }

  find(guard: RepeatGuard, nowMs: number): { task: number; taskId: string } | undefined {
    const [task, taskId] = this.#select.get(guard.fingerprint, nowMs - guard.windowMs) ?? [];
    return task === undefined || taskId === undefined ? undefined : { task, taskId };
  }

  set(guard: RepeatGuard, task: number, nowMs: number): void {
    this.#set.run(guard.fingerprint, task, nowMs, nowMs + guard.windowMs);
  }

  /** Resolves to how many went, `limit` at most. */
  deleteOld(nowMs: number, limit: number): number {
    return this.#deleteOld.run(nowMs, limit);
  }
}
