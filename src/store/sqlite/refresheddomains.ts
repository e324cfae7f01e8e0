import type { Connection, Query } from './connection.ts';

/** The latest refresh task of each domain. */
export class RefreshedDomains {
  readonly #select: Query<[task: number]>;
  readonly #set: Query<[]>;

  constructor(database: Connection) {
    this.#select = database.prepare('SELECT task FROM refreshed_domain WHERE domain = ?');
    this.#set = database.prepare(
      'INSERT INTO refreshed_domain (domain, task) VALUES (?, ?) ON CONFLICT (domain) DO UPDATE SET task = excluded.task',
    );
  }

  /** Whether a refresh of the domain was stored after that task. */
  since(domain: string, task: number): boolean {
    return (this.#select.get(domain)?.[0] ?? 0) > task;
  }

  note(domain: string, task: number): void {
    this.#set.run(domain, task);
  }
}
