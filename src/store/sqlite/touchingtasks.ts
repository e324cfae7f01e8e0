import type { TaskKind } from '../store.ts';
import { kindOf } from '../codes.ts';
import type { Connection, Query } from './connection.ts';

/** `project`: its number. */
export type TouchingTask = { readonly taskId: string; readonly project: number; readonly kind: TaskKind };

/** What touches tell of their tasks, which may be gone by then. */
export class TouchingTasks {
  readonly #note: Query<[]>;
  readonly #select: Query<[taskId: string, project: number, kind: number]>;
  readonly #deleteOld: Query<[]>;

  constructor(database: Connection) {
    this.#note = database.prepare(
      'INSERT INTO touching_task (task, task_id, project, kind, at_s) VALUES (?, ?, ?, ?, ?) ' +
        'ON CONFLICT (task) DO UPDATE SET at_s = excluded.at_s WHERE at_s < excluded.at_s',
    );
    this.#select = database.prepare('SELECT task_id, project, kind FROM touching_task WHERE task = ?');
    this.#deleteOld = database.prepare(
      'DELETE FROM touching_task WHERE task IN (SELECT task FROM touching_task WHERE at_s < ? ORDER BY at_s LIMIT ?)',
    );
  }

  note(task: { number: number; taskId: string; project: number; kind: number }, atS: number): void {
    this.#note.run(task.number, task.taskId, task.project, task.kind, atS);
  }

  find(task: number): TouchingTask | undefined {
    const row = this.#select.get(task);
    return row && { taskId: row[0], project: row[1], kind: kindOf(row[2]) };
  }

  /** Call once the touches are gone: how many rows went, `limit` at most. */
  deleteOld(beforeS: number, limit: number): number {
    return this.#deleteOld.run(beforeS, limit);
  }
}
