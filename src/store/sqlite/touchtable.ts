import type { PurgeMode } from '../../tasks/purge.ts';
import { purgeModeCode } from '../codes.ts';
import { siblingForm } from '../touchkey.ts';
import type { Touched } from '../touched.ts';
import type { Connection, Query } from './connection.ts';
import { freshUntilOf, pathOf, urlIdOf } from './touchline.ts';

/** Touches by one task that change the same in rows of one host and form. */
export type TouchGroup = {
  readonly host: number;
  readonly form: number;
  readonly task: number;
  readonly atS: number;
  readonly warmth: Touched['warmth'];
  readonly purge: PurgeMode | undefined;
};

export type TouchRow = readonly [
  form: number,
  task: number,
  urlId: number,
  atS: number,
  warmedAtS: number | null,
  freshUntilS: number | null,
  purgedAtS: number | null,
];
export type WarmRow = readonly [id: number, path: string, form: number, warmedAtS: number, freshUntilS: number | null];
export type PurgedRow = readonly [path: string, form: number, purgedAtS: number, mode: number];

/** What is remembered of URLs, a row each. */
export class TouchTable {
  readonly #upsert: Query<[]>;
  readonly #coolSiblings: Query<[]>;
  readonly #select: Query<TouchRow>;
  readonly #warmStart: Query<[warmedAtS: number]>;
  readonly #warm: Query<WarmRow>;
  readonly #purged: Query<PurgedRow>;
  readonly #purgedPath: Query<PurgedRow>;
  readonly #deleteNotWarm: Query<[]>;
  readonly #deleteWarm: Query<[]>;

  constructor(database: Connection) {
    // All of a group at once: a statement a row costs a quarter more.
    this.#upsert = database.prepare(
      'INSERT INTO touch (host, path, form, task, url_id, at_s, warmed_at_s, fresh_until_s, purged_at_s, purge_mode) ' +
        `SELECT ?1, ${pathOf}, ?9, ?2, ${urlIdOf}, ?3, ?4, ${freshUntilOf}, ?5, ?6 FROM json_each(?7) WHERE true ` +
        'ON CONFLICT (host, path, form) DO UPDATE SET task = excluded.task, url_id = excluded.url_id, at_s = excluded.at_s, ' +
        'warmed_at_s = iif(?8, warmed_at_s, excluded.warmed_at_s), fresh_until_s = iif(?8, fresh_until_s, excluded.fresh_until_s), ' +
        'purged_at_s = coalesce(excluded.purged_at_s, purged_at_s), purge_mode = coalesce(excluded.purge_mode, purge_mode)',
    );
    // What the same task has warmed over the other scheme was pulled after the purge.
    this.#coolSiblings = database.prepare(
      'UPDATE touch SET warmed_at_s = NULL, fresh_until_s = NULL ' +
        `WHERE host = ?1 AND form = ?2 AND path IN (SELECT ${pathOf} FROM json_each(?3)) AND warmed_at_s IS NOT NULL AND task <> ?4`,
    );
    this.#select = database.prepare(
      'SELECT form, task, url_id, at_s, warmed_at_s, fresh_until_s, purged_at_s FROM touch WHERE host = ? AND path = ? AND form IN (?, ?)',
    );
    this.#warmStart = database.prepare(
      'SELECT warmed_at_s FROM touch WHERE host = ? AND warmed_at_s >= ? ORDER BY warmed_at_s DESC LIMIT 1 OFFSET ?',
    );
    this.#warm = database.prepare(
      'SELECT id, path, form, warmed_at_s, fresh_until_s FROM touch ' +
        'WHERE host = ? AND warmed_at_s IS NOT NULL AND (warmed_at_s, id) > (?, ?) ORDER BY warmed_at_s, id LIMIT ?',
    );
    this.#purged = database.prepare(
      'SELECT path, form, purged_at_s, purge_mode FROM touch ' +
        'WHERE host = ? AND purged_at_s IS NOT NULL AND (purged_at_s, path, form) > (?, ?, ?) ORDER BY purged_at_s, path, form LIMIT ?',
    );
    this.#purgedPath = database.prepare(
      'SELECT path, form, purged_at_s, purge_mode FROM touch WHERE host = ? AND path = ? AND form IN (?, ?) AND purged_at_s IS NOT NULL',
    );
    this.#deleteNotWarm = database.prepare(
      'DELETE FROM touch WHERE id IN (SELECT id FROM touch WHERE warmed_at_s IS NULL AND at_s < ? ORDER BY at_s LIMIT ?)',
    );
    this.#deleteWarm = database.prepare(
      'DELETE FROM touch WHERE id IN (SELECT id FROM touch WHERE host = ? AND warmed_at_s < ?2 AND at_s < ?2 ORDER BY warmed_at_s LIMIT ?3)',
    );
  }

  /** `lines`: see touchLine. Of two with the same path the later counts. */
  write({ host, form, task, atS, warmth, purge }: TouchGroup, lines: readonly string[]): void {
    const text = JSON.stringify(lines);
    if (purge !== undefined && warmth !== 'kept') this.#coolSiblings.run(host, siblingForm(form), text, task);
    const warmedAtS = warmth === 'warm' ? atS : null;
    const purged = purge === undefined ? [null, null] : [atS, purgeModeCode(purge)];
    this.#upsert.run(host, task, atS, warmedAtS, ...purged, text, warmth === 'kept' ? 1 : 0, form);
  }

  /** The rows of a path over both schemes, which may be one object. */
  both(host: number, path: string, form: number): TouchRow[] {
    return this.#select.all(host, path, form, siblingForm(form));
  }

  /** From when on the `limit` latest were warmed; undefined when there are not so many. */
  warmStartS(host: number, sinceS: number, limit: number): number | undefined {
    return this.#warmStart.get(host, sinceS, limit - 1)?.[0];
  }

  /** Behind a row, in the order of their warming. */
  warm(host: number, after: { warmedAtS: number; id: number }, limit: number): WarmRow[] {
    return this.#warm.all(host, after.warmedAtS, after.id, limit);
  }

  /** Behind a row, in the order of their purging. */
  purged(host: number, after: { purgedAtS: number; path: string; form: number }, limit: number): PurgedRow[] {
    return this.#purged.all(host, after.purgedAtS, after.path, after.form, limit);
  }

  purgedPath(host: number, path: string, forms: readonly [number, number]): PurgedRow[] {
    return this.#purgedPath.all(host, path, ...forms);
  }

  /** Those that nothing has touched since: how many rows went, `limit` at most. */
  deleteNotWarm(beforeS: number, limit: number): number {
    return this.#deleteNotWarm.run(beforeS, limit);
  }

  deleteWarm(host: number, beforeS: number, limit: number): number {
    return this.#deleteWarm.run(host, beforeS, limit);
  }
}
