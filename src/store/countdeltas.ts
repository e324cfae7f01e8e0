import { noCounts, statuses, type Status, type StatusCounts } from '../tasks/status.ts';
import { type BucketKey, bucketsOf } from './buckets.ts';

/** The tasks that are counted and listed together: one project's of one kind, by their codes in the store. */
export type Series = { readonly project: number; readonly kind: number };

export type BucketDelta = Series & BucketKey & { readonly change: StatusCounts };

/** Gathers what a transaction changes in the buckets, so that each is written once however many tasks moved. */
export class CountDeltas {
  readonly #deltas = new Map<string, BucketDelta>();

  /** A task came to be, with this status. */
  add(series: Series, createdAtS: number, status: Status): void {
    this.#count(series, createdAtS, status, 1);
  }

  remove(series: Series, createdAtS: number, status: Status): void {
    this.#count(series, createdAtS, status, -1);
  }

  move(series: Series, createdAtS: number, from: Status, to: Status): void {
    this.#count(series, createdAtS, from, -1);
    this.#count(series, createdAtS, to, 1);
  }

  /** Buckets that really change. */
  *changes(): Iterable<BucketDelta> {
    for (const delta of this.#deltas.values()) {
      if (statuses.some((status) => delta.change[status] !== 0)) yield delta;
    }
  }

  #count({ project, kind }: Series, createdAtS: number, status: Status, by: number): void {
    for (const { level, startS } of bucketsOf(createdAtS)) {
      const key = `${project} ${kind} ${level} ${startS}`;
      let delta = this.#deltas.get(key);
      if (delta === undefined) {
        delta = { project, kind, level, startS, change: noCounts() };
        this.#deltas.set(key, delta);
      }
      delta.change[status] += by;
    }
  }
}
