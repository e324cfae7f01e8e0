import type { CallbackTarget } from '../callbacks.ts';
import type { Connection, Query } from './connection.ts';

type Wanting = { readonly id: number; readonly key: string; readonly projects: ReadonlySet<string> | undefined };

/** Addresses that are told, as small numbers; those that are configured now stand in memory. Rows are few, and stay. */
export class CallbackTargets {
  readonly #select: Query<[id: number, digest: string, shown: string]>;
  readonly #insert: Query<[]>;
  #configured: readonly Wanting[] = [];

  constructor(database: Connection) {
    this.#select = database.prepare('SELECT id, digest, shown FROM callback_target');
    this.#insert = database.prepare('INSERT INTO callback_target (digest, shown) VALUES (?, ?) ON CONFLICT DO NOTHING');
  }

  /** Call outside a transaction: what a rollback takes away must not stay in memory. */
  configure(targets: readonly CallbackTarget[]): void {
    for (const { key, shown } of targets) this.#insert.run(key, shown);
    const ids = new Map(this.all().map(({ id, key }) => [key, id]));
    this.#configured = targets.map(({ key, projects }) => ({ id: ids.get(key) ?? -1, key, projects: projects && new Set(projects) }));
  }

  /** Configured ones that want a project's tasks. */
  wantedBy(project: string): number[] {
    return this.#configured.filter(({ projects }) => projects?.has(project) !== false).map(({ id }) => id);
  }

  isConfigured(id: number): boolean {
    return this.#configured.some((target) => target.id === id);
  }

  find(key: string): number | undefined {
    return this.#configured.find((target) => target.key === key)?.id;
  }

  all(): { id: number; key: string; shown: string }[] {
    return this.#select.all().map(([id, key, shown]) => ({ id, key, shown }));
  }
}
