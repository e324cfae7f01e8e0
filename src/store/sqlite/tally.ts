import { StoreFault } from '../fault.ts';
import type { Connection, Query } from './connection.ts';

/** The one row that hands out numbers and counts URLs that have not ended. */
export class Tally {
  readonly #take: Query<[task: number, firstUrl: number]>;
  readonly #addOpen: Query<[]>;
  readonly #selectOpen: Query<[open: number]>;
  readonly #probe: Query<[]>;

  constructor(database: Connection) {
    this.#take = database.prepare(
      'UPDATE tally SET next_task = next_task + 1, next_url = next_url + ?1 RETURNING next_task - 1, next_url - ?1',
    );
    this.#addOpen = database.prepare('UPDATE tally SET open_urls = open_urls + ?');
    this.#selectOpen = database.prepare('SELECT open_urls FROM tally');
    this.#probe = database.prepare('UPDATE tally SET probes = probes + 1');
  }

  /** Numbers for a task and for as many URLs as it may ever have. */
  take(urlsAtMost: number): { task: number; firstUrl: number } {
    const [task, firstUrl] = this.#take.get(urlsAtMost) ?? lost();
    return { task, firstUrl };
  }

  addOpen(urls: number): void {
    if (urls !== 0) this.#addOpen.run(urls);
  }

  open(): number {
    const [open] = this.#selectOpen.get() ?? lost();
    return open;
  }

  /** Changes something for the sake of writing: SQLite skips a write that changes nothing. */
  probe(): void {
    this.#probe.run();
  }
}

function lost(): never {
  throw new StoreFault('corrupt', 'The store has lost its tally, the row that hands out numbers.');
}
