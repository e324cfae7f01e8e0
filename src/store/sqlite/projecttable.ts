import type { Connection, Query } from './connection.ts';

/** Project names as small numbers, which a million index entries share. Projects are never deleted. */
export class ProjectTable {
  readonly #select: Query<[id: number]>;
  readonly #selectName: Query<[name: string]>;
  readonly #selectIds: Query<[id: number]>;
  readonly #selectUnfinished: Query<[name: string]>;
  readonly #insert: Query<[]>;
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<number, string>();

  constructor(database: Connection) {
    this.#select = database.prepare('SELECT id FROM project WHERE name = ?');
    this.#selectName = database.prepare('SELECT name FROM project WHERE id = ?');
    this.#selectIds = database.prepare('SELECT id FROM project');
    this.#selectUnfinished = database.prepare(
      'SELECT name FROM project WHERE EXISTS (SELECT 1 FROM task WHERE task.project = project.id AND status < 2)',
    );
    this.#insert = database.prepare('INSERT INTO project (name) VALUES (?) ON CONFLICT DO NOTHING');
  }

  /** Undefined for a project that never had a task. */
  find(name: string): number | undefined {
    const known = this.#ids.get(name) ?? this.#select.get(name)?.[0];
    if (known !== undefined) this.#ids.set(name, known);
    return known;
  }

  /** Call outside a transaction: what a rollback takes away must not stay in memory. */
  findOrAdd(name: string): number {
    const known = this.find(name);
    if (known !== undefined) return known;
    this.#insert.run(name);
    return this.find(name) ?? -1;
  }

  ids(): number[] {
    return this.#selectIds.all().map(([id]) => id);
  }

  /** Names of those that have a task which has not ended. */
  unfinished(): string[] {
    return this.#selectUnfinished.all().map(([name]) => name);
  }

  name(id: number): string {
    const known = this.#names.get(id) ?? this.#selectName.get(id)?.[0] ?? '';
    this.#names.set(id, known);
    return known;
  }
}
