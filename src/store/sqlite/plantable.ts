import { createHash } from 'node:crypto';
import type { Plan } from '../../tasks/plan.ts';
import { StoreFault } from '../fault.ts';
import type { Connection, Query } from './connection.ts';

/** A configuration makes few plans however many tasks it sees. */
const keptPlans = 256;

/** Plans, each stored once with a count of the tasks that follow it, and lately used ones kept read. */
export class PlanTable {
  readonly #add: Query<[id: number]>;
  readonly #select: Query<[text: string]>;
  readonly #release: Query<[]>;
  readonly #delete: Query<[]>;
  readonly #recent = new Map<number, Plan>();

  constructor(database: Connection) {
    this.#add = database.prepare(
      'INSERT INTO plan (digest, text, tasks) VALUES (?, ?, 1) ON CONFLICT (digest) DO UPDATE SET tasks = tasks + 1 RETURNING id',
    );
    this.#select = database.prepare('SELECT text FROM plan WHERE id = ?');
    this.#release = database.prepare('UPDATE plan SET tasks = tasks - 1 WHERE id = ?');
    this.#delete = database.prepare('DELETE FROM plan WHERE id = ? AND tasks <= 0');
  }

  /** Counts one more task for a plan. It is not kept in memory yet: the transaction may still fail. */
  take(plan: Plan): number {
    const text = JSON.stringify(plan);
    const digest = createHash('sha256').update(text).digest('base64');
    return this.#add.get(digest, text)?.[0] ?? -1;
  }

  /** One task less; the last one takes the plan along. */
  release(id: number): void {
    this.#release.run(id);
    this.#delete.run(id);
  }

  read(id: number): Plan {
    const known = this.#recent.get(id);
    if (known !== undefined) {
      this.#recent.delete(id);
      this.#recent.set(id, known);
      return known;
    }
    const text = this.#select.get(id)?.[0];
    if (text === undefined) throw new StoreFault('corrupt', `The store has lost plan ${id}, which a task follows.`);
    const plan: Plan = JSON.parse(text);
    this.#recent.set(id, plan);
    const oldest = this.#recent.size > keptPlans ? this.#recent.keys().next().value : undefined;
    if (oldest !== undefined) this.#recent.delete(oldest);
    return plan;
  }
}
