import type { Connection, Query } from './connection.ts';

/** Hosts as small numbers. Nothing is kept in memory: a rollback would take away what stands there. */
export class HostTable {
  readonly #select: Query<[id: number]>;
  readonly #selectIds: Query<[id: number]>;
  readonly #insert: Query<[id: number]>;

  constructor(database: Connection) {
    this.#select = database.prepare('SELECT id FROM host WHERE name = ?');
    this.#selectIds = database.prepare('SELECT id FROM host');
    this.#insert = database.prepare('INSERT INTO host (name) VALUES (?) RETURNING id');
  }

  /** Undefined for a host of which nothing was ever touched. */
  find(name: string): number | undefined {
    return this.#select.get(name)?.[0];
  }

  findOrAdd(name: string): number {
    return this.find(name) ?? this.#insert.get(name)?.[0] ?? -1;
  }

  ids(): number[] {
    return this.#selectIds.all().map(([id]) => id);
  }
}
