import type { Pause, PauseScope } from '../../tasks/pause.ts';
import { StoreFault } from '../fault.ts';
import type { Connection, Query } from './connection.ts';

export class PauseTable {
  readonly #set: Query<[]>;
  readonly #delete: Query<[]>;
  readonly #select: Query<[kind: string, name: string, atMs: number, by: string]>;

  constructor(database: Connection) {
    this.#set = database.prepare(
      'INSERT INTO pause (kind, name, at_ms, by) VALUES (?, ?, ?, ?) ON CONFLICT (kind, name) DO UPDATE SET at_ms = excluded.at_ms, by = excluded.by',
    );
    this.#delete = database.prepare('DELETE FROM pause WHERE kind = ? AND name = ?');
    this.#select = database.prepare('SELECT kind, name, at_ms, by FROM pause ORDER BY at_ms, kind, name');
  }

  set(pause: Pause): void {
    this.#set.run(pause.kind, nameOf(pause), pause.atMs, pause.by);
  }

  clear(scope: PauseScope): boolean {
    return this.#delete.run(scope.kind, nameOf(scope)) > 0;
  }

  all(): Pause[] {
    return this.#select.all().map(([kind, name, atMs, by]) => Object.assign(scopeOf(kind, name), { atMs, by }));
  }
}

function nameOf(scope: PauseScope): string {
  return scope.kind === 'all' ? '' : scope.name;
}

function scopeOf(kind: string, name: string): PauseScope {
  switch (kind) {
    case 'all':
      return { kind };
    case 'domain':
    case 'node':
      return { kind, name };
    default:
      throw new StoreFault('corrupt', `The store holds a pause of ${kind}, which no version of forewarm writes.`);
  }
}
