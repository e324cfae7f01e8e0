import type { Connection, Query } from './connection.ts';

/** When each key last had a task stored under an interval. */
export class LastSubmits {
  readonly #select: Query<[atMs: number]>;
  readonly #set: Query<[]>;

  constructor(database: Connection) {
    this.#select = database.prepare('SELECT at_ms FROM last_submit WHERE key = ?');
    this.#set = database.prepare(
      'INSERT INTO last_submit (key, at_ms) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET at_ms = excluded.at_ms',
    );
  }

  /** 0: the interval is over. A clock that was set back since must not hold a key up, hence what lies ahead is over too. */
  waitMs(key: string, intervalMs: number, nowMs: number): number {
    const atMs = this.#select.get(key)?.[0];
    return atMs === undefined || nowMs < atMs ? 0 : Math.max(0, atMs + intervalMs - nowMs);
  }

  set(key: string, atMs: number): void {
    this.#set.run(key, atMs);
  }
}
