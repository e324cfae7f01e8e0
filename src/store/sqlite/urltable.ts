import type { Status } from '../../tasks/status.ts';
import { statusCode, statusOf } from '../codes.ts';
import type { Repetitions } from '../lines.ts';
import { packOutcomes, unpackOutcomes } from '../outcomecodec.ts';
import type { NewUrl, UrlRow } from '../store.ts';
import type { FetchedUrl } from '../taskfold.ts';
import type { Connection, Query } from './connection.ts';

type Packed = Uint8Array | null;
export type DetailRow = readonly [text: string, status: number, progress: number, finishedAtS: number, domain: number, outcomes: Packed];
export type TroubledRow = readonly [id: number, ...DetailRow];
export type OpenRow = readonly [id: number, text: string, domain: number, outcomes: Packed];
type RawUrlRow = readonly [text: string, status: number, progress: number, finishedAtS: number];

/** A repetition answers with the row of the line that is fetched for it. */
const withLeader = 'FROM url LEFT JOIN url AS leader ON leader.id = url.same_as WHERE url.id >= ? AND url.id < ?';
const fate = (column: string): string => `iif(leader.id IS NULL, url.${column}, leader.${column})`;

/** URLs, by id: the hot table. Ranges are half-open. */
export class UrlTable {
  readonly #insert: Query<[]>;
  readonly #fetched: Query<
    [text: string, domain: number, repeats: number, status: number, progress: number, finishedAtS: number, outcomes: Packed]
  >;
  readonly #update: Query<[]>;
  readonly #rows: Query<RawUrlRow>;
  readonly #rowsWithLeaders: Query<RawUrlRow>;
  readonly #details: Query<DetailRow>;
  readonly #detailsOfStatus: Query<DetailRow>;
  readonly #open: Query<OpenRow>;
  readonly #failed: Query<OpenRow>;
  readonly #troubled: Query<TroubledRow>;
  readonly #delete: Query<[]>;

  constructor(database: Connection) {
    // A plain line is its text, which SQLite takes from JSON 1.3 times as fast as an array of columns for each line.
    this.#insert = database.prepare(
      'INSERT INTO url (id, text, domain, same_as, repeats, status, progress, finished_at_s) ' +
        "SELECT ? + key, iif(type = 'array', value ->> 0, value), iif(type = 'array', value ->> 1, 0), " +
        "iif(type = 'array', value ->> 2, NULL), iif(type = 'array', value ->> 3, 0), 0, 0, 0 FROM json_each(?)",
    );
    this.#fetched = database.prepare(
      'SELECT text, domain, repeats, status, progress, finished_at_s, outcomes FROM url WHERE id = ? AND same_as IS NULL',
    );
    this.#update = database.prepare('UPDATE url SET status = ?, progress = ?, finished_at_s = ?, outcomes = ? WHERE id = ?');
    this.#rows = database.prepare('SELECT text, status, progress, finished_at_s FROM url WHERE id >= ? AND id < ? ORDER BY id');
    this.#rowsWithLeaders = database.prepare(
      `SELECT url.text, ${fate('status')}, ${fate('progress')}, ${fate('finished_at_s')} ${withLeader} ORDER BY url.id`,
    );
    const details = `SELECT url.text, ${fate('status')}, ${fate('progress')}, ${fate('finished_at_s')}, url.domain, ${fate('outcomes')} ${withLeader}`;
    this.#details = database.prepare(`${details} ORDER BY url.id`);
    this.#detailsOfStatus = database.prepare(`${details} AND ${fate('status')} = ? ORDER BY url.id LIMIT ? OFFSET ?`);
    this.#open = database.prepare(
      'SELECT id, text, domain, outcomes FROM url WHERE id >= ? AND id < ? AND status < 2 AND same_as IS NULL ORDER BY id',
    );
    this.#failed = database.prepare(
      'SELECT id, text, domain, outcomes FROM url WHERE id >= ? AND id < ? AND status > 2 AND same_as IS NULL ORDER BY id LIMIT ?',
    );
    // A URL that runs still may have failed on a node already.
    this.#troubled = database.prepare(
      'SELECT id, text, status, progress, finished_at_s, domain, outcomes FROM url WHERE id >= ? AND id < ? AND status NOT IN (0, 2) AND outcomes IS NOT NULL AND same_as IS NULL ORDER BY id LIMIT ?',
    );
    this.#delete = database.prepare('DELETE FROM url WHERE id >= ? AND id < ?');
  }

  insert(firstId: number, urls: readonly NewUrl[], repetitions: Repetitions): void {
    const lines = urls.map(({ text, domain }, place) => {
      const leader = repetitions.leaderOf.get(place);
      const repeats = repetitions.repeatsOf.get(place) ?? 0;
      if (domain === 0 && leader === undefined && repeats === 0) return text;
      return [text, domain, leader === undefined ? null : firstId + leader, repeats];
    });
    this.#insert.run(firstId, JSON.stringify(lines));
  }

  /** Undefined for a repetition and for an id that is not there. */
  fetched(id: number): FetchedUrl | undefined {
    const row = this.#fetched.get(id);
    if (row === undefined) return undefined;
    const [text, domain, repeats, status, progress, finishedAtS, outcomes] = row;
    return { text, domain, repeats, state: { status: statusOf(status), progress, finishedAtS, outcomes: unpackOutcomes(outcomes) } };
  }

  update(id: number, { state }: FetchedUrl): void {
    this.#update.run(statusCode(state.status), state.progress, state.finishedAtS, packOutcomes(state.outcomes) ?? null, id);
  }

  /** `repetitions`: whether there are any, since a task without reads twice as fast. */
  rows(fromId: number, untilId: number, repetitions: boolean): UrlRow[] {
    const rows = (repetitions ? this.#rowsWithLeaders : this.#rows).all(fromId, untilId);
    return rows.map(([text, status, progress, finishedAtS]) => [text, statusOf(status), progress, finishedAtS]);
  }

  details(fromId: number, untilId: number): DetailRow[] {
    return this.#details.all(fromId, untilId);
  }

  detailsOfStatus(fromId: number, untilId: number, status: Status, offset: number, limit: number): DetailRow[] {
    return this.#detailsOfStatus.all(fromId, untilId, statusCode(status), limit, offset);
  }

  open(fromId: number, untilId: number): OpenRow[] {
    return this.#open.all(fromId, untilId);
  }

  /** What has ended as failed or unknown. */
  failed(fromId: number, untilId: number, limit: number): OpenRow[] {
    return this.#failed.all(fromId, untilId, limit);
  }

  /** What has ended as failed or unknown, on some node at least. */
  troubled(fromId: number, untilId: number, limit: number): TroubledRow[] {
    return this.#troubled.all(fromId, untilId, limit);
  }

  delete(fromId: number, untilId: number): void {
    this.#delete.run(fromId, untilId);
  }
}
