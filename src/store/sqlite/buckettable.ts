import type { Status } from '../../tasks/status.ts';
import { type BucketKey, type BucketRange, coverWindow, within } from '../buckets.ts';
import { statusesByCode } from '../codes.ts';
import type { CountDeltas } from '../countdeltas.ts';
import type { Connection, Query } from './connection.ts';
import type { Listing } from './listing.ts';

/** Both inclusive, seconds since 1970. */
export type Window = { beginS: number; endS: number };

type Counted = { sum: Query<[tasks: number]>; buckets: Query<[startS: number, tasks: number]> };

/** Counts of tasks by time and status: what they are for is told in buckets.ts. */
export class BucketTable {
  readonly #add: Query<[]>;
  readonly #deleteEmpty: Query<[]>;
  readonly #any: Counted;
  readonly #byStatus: ReadonlyMap<Status, Counted>;

  constructor(database: Connection) {
    this.#add = database.prepare(
      'INSERT INTO bucket (project, kind, level, start_s, waiting, running, succeeded, failed, unknown) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ' +
        `ON CONFLICT DO UPDATE SET ${statusesByCode.map((status) => `${status} = ${status} + excluded.${status}`).join(', ')}`,
    );
    this.#deleteEmpty = database.prepare(
      `DELETE FROM bucket WHERE project = ? AND kind = ? AND level = ? AND start_s = ? AND ${statusesByCode.join(' + ')} = 0`,
    );
    this.#any = prepareCounted(database, statusesByCode.join(' + '));
    this.#byStatus = new Map(statusesByCode.map((status) => [status, prepareCounted(database, status)]));
  }

  apply(deltas: CountDeltas): void {
    for (const { project, kind, level, startS, change } of deltas.changes()) {
      const counts = statusesByCode.map((status) => change[status]);
      this.#add.run(project, kind, level, startS, ...counts);
      if (counts.reduce((sum, count) => sum + count, 0) < 0) this.#deleteEmpty.run(project, kind, level, startS);
    }
  }

  /** How many tasks of a window have the status, or any. */
  count(listing: Listing, window: Window, status: Status | undefined): number {
    let tasks = 0;
    for (const range of coverWindow(window.beginS, window.endS)) tasks += this.#sum(listing, range, status);
    return tasks;
  }

  /**
   * Where the task at `offset` is, counted from the newest of the window: the second it was created in and
   * how many matching tasks of that second come before it. Undefined when there are not so many.
   */
  locate(listing: Listing, window: Window, status: Status | undefined, offset: number): { second: number; skip: number } | undefined {
    let before = offset;
    for (const range of coverWindow(window.beginS, window.endS)) {
      const tasks = this.#sum(listing, range, status);
      if (before < tasks) return this.#descend(listing, range, status, before);
      before -= tasks;
    }
    return undefined;
  }

  #descend(listing: Listing, range: BucketRange, status: Status | undefined, offset: number): { second: number; skip: number } | undefined {
    let before = offset;
    let inside: BucketRange | undefined = range;
    while (inside !== undefined) {
      let found: BucketKey | undefined;
      for (const [startS, tasks] of this.#newestFirst(listing, inside, status)) {
        if (before < tasks) {
          found = { level: inside.level, startS };
          break;
        }
        before -= tasks;
      }
      if (found === undefined) return undefined;
      if (found.level === 0) return { second: found.startS, skip: before };
      inside = within(found);
    }
    return undefined;
  }

  #sum({ project, kinds }: Listing, { level, fromS, untilS }: BucketRange, status: Status | undefined): number {
    const { sum } = this.#counted(status);
    return kinds.reduce((tasks, kind) => tasks + (sum.get(project, kind, level, fromS, untilS)?.[0] ?? 0), 0);
  }

  /** Some hundred at most. Several kinds are summed up here, since each is in order of time only by itself. */
  #newestFirst(
    { project, kinds }: Listing,
    { level, fromS, untilS }: BucketRange,
    status: Status | undefined,
  ): (readonly [number, number])[] {
    const { buckets } = this.#counted(status);
    const tasksAt = new Map<number, number>();
    for (const kind of kinds) {
      for (const [startS, tasks] of buckets.all(project, kind, level, fromS, untilS))
        tasksAt.set(startS, (tasksAt.get(startS) ?? 0) + tasks);
    }
    return [...tasksAt].sort(([a], [b]) => b - a);
  }

  #counted(status: Status | undefined): Counted {
    return (status === undefined ? undefined : this.#byStatus.get(status)) ?? this.#any;
  }
}

function prepareCounted(database: Connection, tasks: string): Counted {
  const range = 'FROM bucket WHERE project = ? AND kind = ? AND level = ? AND start_s >= ? AND start_s < ?';
  return {
    sum: database.prepare(`SELECT coalesce(sum(${tasks}), 0) ${range}`),
    buckets: database.prepare(`SELECT start_s, ${tasks} ${range}`),
  };
}
