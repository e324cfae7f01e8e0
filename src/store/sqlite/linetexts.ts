import type { Connection, Query } from './connection.ts';

/** Texts of lines, by task: only of tasks that may grow, and only until they end. */
export class LineTexts {
  readonly #missing: Query<[text: string]>;
  readonly #add: Query<[]>;
  readonly #delete: Query<[]>;

  constructor(database: Connection) {
    this.#missing = database.prepare(
      'SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM line_text WHERE task = ? AND text = value)',
    );
    // A submit may name a text twice.
    this.#add = database.prepare('INSERT OR IGNORE INTO line_text (task, text) SELECT ?, value FROM json_each(?)');
    this.#delete = database.prepare('DELETE FROM line_text WHERE task = ?');
  }

  /** Those of the texts that the task does not have. */
  missing(task: number, texts: readonly string[]): Set<string> {
    return new Set(this.#missing.all(JSON.stringify(texts), task).map(([text]) => text));
  }

  add(task: number, texts: readonly string[]): void {
    this.#add.run(task, JSON.stringify(texts));
  }

  delete(task: number): void {
    this.#delete.run(task);
  }
}
