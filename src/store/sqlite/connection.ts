// The only file that names node:sqlite: newer Node versions rename its classes.
import { backup, DatabaseSync, type StatementSync } from 'node:sqlite';
import { StoreFault } from '../fault.ts';
import { toldFault } from './faults.ts';

export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = readonly SqlValue[];

/**
 * One connection. Rows come as arrays (the fastest form); their types are the caller's claim, which STRICT tables keep.
 * Every error leaves as a StoreFault, but for faults of our own SQL, which stay what they are.
 */
export class Connection {
  readonly path: string;
  readonly #database: DatabaseSync;

  /** `busyMs`: how long to wait, blocking, for another program's lock. */
  constructor(path: string, options: { busyMs: number }) {
    this.path = path;
    this.#database = told(path, () => new DatabaseSync(path, { timeout: options.busyMs, enableForeignKeyConstraints: true }));
  }

  exec(sql: string): void {
    told(this.path, () => {
      this.#database.exec(sql);
    });
  }

  prepare<Row extends SqlRow>(sql: string): Query<Row> {
    return told(this.path, () => new Query<Row>(this.path, this.#database.prepare(sql)));
  }

  /** The first column of the only row. */
  pragma(name: string): SqlValue {
    const value = this.prepare<[SqlValue]>(`PRAGMA ${name}`).get()?.[0];
    return value ?? null;
  }

  /** All or nothing; durable when it returns. `work` must not wait for anything. */
  write<T>(work: () => T): T {
    return this.#transaction('BEGIN IMMEDIATE', work);
  }

  /** What `work` reads is of one moment. */
  read<T>(work: () => T): T {
    return this.#transaction('BEGIN', work);
  }

  #transaction<T>(begin: string, work: () => T): T {
    this.exec(begin);
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself, and a second ROLLBACK would hide the reason.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** A copy as of one moment, taken in pieces while the event loop goes on. */
  async copyTo(path: string): Promise<void> {
    try {
      await backup(this.#database, path);
    } catch (error) {
      throw toldFault(path, error);
    }
  }

  get isOpen(): boolean {
    return this.#database.isOpen;
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

/** A statement that stays prepared. */
export class Query<Row extends SqlRow> {
  readonly #path: string;
  readonly #statement: StatementSync;

  constructor(path: string, statement: StatementSync) {
    this.#path = path;
    this.#statement = statement;
    statement.setReturnArrays(true);
  }

  get sql(): string {
    return this.#statement.sourceSQL;
  }

  /** The first row, or undefined. */
  get(...values: SqlValue[]): Row | undefined {
    return told(this.#path, () => {
      const row = this.#statement.get(...values);
      return row === undefined ? undefined : this.#array(row);
    });
  }

  all(...values: SqlValue[]): Row[] {
    return told(this.#path, () => {
      const rows: unknown[] = this.#statement.all(...values);
      if (this.#areArrays(rows)) return rows;
      throw notArrays();
    });
  }

  /** Row by row until `visit` returns false. True when it came to the end. */
  each(visit: (row: Row) => boolean, ...values: SqlValue[]): boolean {
    return told(this.#path, () => {
      for (const row of this.#statement.iterate(...values)) {
        if (!visit(this.#array(row))) return false;
      }
      return true;
    });
  }

  /** How many rows changed. */
  run(...values: SqlValue[]): number {
    return told(this.#path, () => Number(this.#statement.run(...values).changes));
  }

  #array(row: unknown): Row {
    if (this.#isArray(row)) return row;
    throw notArrays();
  }

  /** The driver's types know only rows that are objects. That it is an array is checked, what is in it is not. */
  #isArray(row: unknown): row is Row {
    return Array.isArray(row);
  }

  /** One mode for all rows of a statement: the first speaks for all. */
  #areArrays(rows: unknown[]): rows is Row[] {
    return rows.length === 0 || Array.isArray(rows[0]);
  }
}

function notArrays(): TypeError {
  return new TypeError('The driver gave rows that are not arrays.');
}

function told<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof StoreFault ? error : toldFault(path, error);
  }
}
