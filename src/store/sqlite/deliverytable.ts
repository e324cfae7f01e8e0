import { deliveryStateCode } from '../codes.ts';
import { deliveryStates, type Attempt, type DeliveryState } from '../callbacks.ts';
import type { Connection, Query } from './connection.ts';

/** A delivery's row as `columns` names it, with its task's TaskId. */
export type DeliveryRow = readonly [
  id: number,
  task: number,
  target: number,
  endedAtS: number,
  state: number,
  attempts: number,
  firstAtMs: number | null,
  lastAtMs: number | null,
  lastStatus: number | null,
  lastError: string | null,
  nextAtMs: number,
  project: number,
  taskId: string,
];

const columns =
  'id, task, target, ended_at_s, state, attempts, first_at_ms, last_at_ms, last_status, last_error, next_at_ms, delivery.project AS project, task_id';
// CROSS JOIN: deliveries first, in their order.
const from = `SELECT ${columns} FROM delivery CROSS JOIN task ON task.number = delivery.task`;
const ofState = `${from} WHERE delivery.project = ? AND state = ?`;

export class DeliveryTable {
  readonly #insert: Query<[]>;
  readonly #due: Query<DeliveryRow>;
  readonly #byId: Query<DeliveryRow>;
  readonly #ofTasks: Query<DeliveryRow>;
  readonly #ofState: Query<DeliveryRow>;
  readonly #ofAnyState: Query<DeliveryRow>;
  readonly #countState: Query<[count: number]>;
  readonly #waiting: Query<[count: number, oldestEndedAtS: number | null]>;
  readonly #again: Query<[]>;
  readonly #tried: Query<[]>;
  readonly #drop: Query<[]>;
  readonly #deleteOfTask: Query<[]>;

  constructor(database: Connection) {
    this.#insert = database.prepare(
      'INSERT INTO delivery (task, project, target, ended_at_s, state, attempts, next_at_ms) VALUES (?, ?, ?, ?, 0, 0, ?)',
    );
    this.#due = database.prepare(`${ordered('state = 0 AND target = ? AND next_at_ms <= ?', 'next_at_ms')} LIMIT ?`);
    this.#byId = database.prepare(`${from} WHERE id = ?`);
    this.#ofTasks = database.prepare(`${from} WHERE task IN (SELECT value FROM json_each(?))`);
    this.#ofState = database.prepare(`${ofState} ORDER BY id DESC LIMIT ? OFFSET ?`);
    this.#ofAnyState = database.prepare(`${deliveryStates.map(() => ofState).join(' UNION ALL ')} ORDER BY id DESC LIMIT ? OFFSET ?`);
    this.#countState = database.prepare('SELECT count(*) FROM delivery WHERE project = ? AND state = ?');
    this.#waiting = database.prepare('SELECT count(*), min(ended_at_s) FROM delivery WHERE state = 0 AND target = ?');
    this.#again = database.prepare('UPDATE delivery SET state = 0, attempts = 0, first_at_ms = NULL, next_at_ms = ? WHERE id = ?');
    this.#tried = database.prepare(
      'UPDATE delivery SET state = ?1, attempts = attempts + 1, first_at_ms = coalesce(first_at_ms, ?2), last_at_ms = ?2, ' +
        // What was dropped while it was being told has been told all the same, if it was.
        'last_status = ?3, last_error = ?4, next_at_ms = ?5 WHERE id = ?6 AND (state = 0 OR ?1 = 1)',
    );
    this.#drop = database.prepare('UPDATE delivery SET state = 3, last_error = ? WHERE state = 0 AND target = ?');
    this.#deleteOfTask = database.prepare('DELETE FROM delivery WHERE task = ?');
  }

  /** It is due at once. */
  add(task: number, project: number, target: number, endedAtS: number): void {
    this.#insert.run(task, project, target, endedAtS, endedAtS * 1000);
  }

  /** Those whose time has come, the longest due first. */
  due(target: number, nowMs: number, limit: number): DeliveryRow[] {
    return this.#due.all(target, nowMs, limit);
  }

  byId(id: number): DeliveryRow | undefined {
    return this.#byId.get(id);
  }

  /** In no order. */
  ofTasks(tasks: readonly number[]): DeliveryRow[] {
    return this.#ofTasks.all(JSON.stringify(tasks));
  }

  /** Newest first. */
  list(project: number, state: DeliveryState | undefined, { offset, limit }: { offset: number; limit: number }): DeliveryRow[] {
    if (state !== undefined) return this.#ofState.all(project, deliveryStateCode(state), limit, offset);
    return this.#ofAnyState.all(...deliveryStates.flatMap((each) => [project, deliveryStateCode(each)]), limit, offset);
  }

  count(project: number, state: DeliveryState | undefined): number {
    const counts = (state === undefined ? deliveryStates : [state]).map(
      (each) => this.#countState.get(project, deliveryStateCode(each))?.[0] ?? 0,
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Undefined when nothing waits. */
  waiting(target: number): { waiting: number; oldestEndedAtS: number } | undefined {
    const [waiting = 0, oldestEndedAtS = null] = this.#waiting.get(target) ?? [];
    return oldestEndedAtS === null ? undefined : { waiting, oldestEndedAtS };
  }

  again(id: number, nowMs: number): void {
    this.#again.run(nowMs, id);
  }

  tried({ id, atMs, status, error, next }: Attempt): boolean {
    const nextAtMs = next.state === 'waiting' ? next.nextAtMs : 0;
    return this.#tried.run(deliveryStateCode(next.state), atMs, status ?? null, error ?? null, nextAtMs, id) > 0;
  }

  /** How many waited. */
  drop(target: number, why: string): number {
    return this.#drop.run(why, target);
  }

  deleteOfTask(task: number): void {
    this.#deleteOfTask.run(task);
  }
}

function ordered(condition: string, by: string): string {
  return `${from} WHERE ${condition} ORDER BY ${by}`;
}
