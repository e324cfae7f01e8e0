import type { KeyDay } from '../limits.ts';
import type { Connection, Query } from './connection.ts';
import { lastDayEndedBy } from './domaindays.ts';

/** URLs accepted, by day and key, of keys that are held to a number. */
export class KeyDays {
  readonly #select: Query<[urls: number]>;
  readonly #add: Query<[]>;
  readonly #deleteOld: Query<[]>;

  constructor(database: Connection) {
    this.#select = database.prepare('SELECT urls FROM key_day WHERE day = ? AND key = ?');
    this.#add = database.prepare(
      'INSERT INTO key_day (day, key, urls) VALUES (?, ?, ?) ON CONFLICT (day, key) DO UPDATE SET urls = urls + excluded.urls',
    );
    this.#deleteOld = database.prepare(
      'DELETE FROM key_day WHERE (day, key) IN (SELECT day, key FROM key_day WHERE day <= ? ORDER BY day LIMIT ?)',
    );
  }

  counted({ day, key }: KeyDay): number {
    return this.#select.get(day, key)?.[0] ?? 0;
  }

  add({ day, key }: KeyDay, urls: number): void {
    this.#add.run(day, key, urls);
  }

  /** Forgets days that had ended everywhere by `beforeS`: how many rows went, `limit` at most. */
  deleteOld(beforeS: number, limit: number): number {
    return this.#deleteOld.run(lastDayEndedBy(beforeS), limit);
  }
}
