import { setImmediate } from 'node:timers/promises';
import type { Page, TaskPlace, TaskQuery } from '../store.ts';
import type { Window } from './buckettable.ts';
import type { Connection } from './connection.ts';
import { listingOf, type Listing } from './listing.ts';
import { findNamed, namedSteps } from './namedwalk.ts';
import type { Tables } from './tables.ts';
import type { TaskRow } from './tasktable.ts';
import { stepRows, type Visit } from './walkstep.ts';

const allTime: Window = { beginS: 0, endS: Number.MAX_SAFE_INTEGER - 1 };

/**
 * Tasks that match, newest first. Each step is a short transaction that begins behind the last task's key,
 * so nothing is held while a slow reader takes its time, and tasks that are added meanwhile move nothing.
 */
export async function* walkTasks<T>(
  database: Connection,
  tables: Tables,
  query: TaskQuery,
  page: Page,
  visit: Visit<T>,
): AsyncGenerator<T, void, undefined> {
  const steps = query.taskIds === undefined ? windowSteps : namedSteps;
  let first = true;
  for (const items of steps(database, tables, query, page, visit)) {
    // Not after the last step: a short page is answered at once.
    if (!first) await setImmediate();
    first = false;
    yield* items;
  }
}

export async function countMatching(database: Connection, tables: Tables, query: TaskQuery): Promise<number> {
  if (query.taskIds === undefined) {
    const listing = listingOf(tables.projects, query);
    return listing === undefined ? 0 : database.read(() => tables.buckets.count(listing, query.window ?? allTime, query.status));
  }
  let count = 0;
  for (const found of findNamed(database, tables, query)) {
    count += found.length;
    await setImmediate();
  }
  return count;
}

function* windowSteps<T>(database: Connection, tables: Tables, query: TaskQuery, page: Page, visit: Visit<T>): Generator<T[], void> {
  const listing = listingOf(tables.projects, query);
  if (listing === undefined) return;
  const window = query.window ?? allTime;
  let after: TaskPlace | undefined;
  let left = page.limit ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    const items: T[] = [];
    let weight = 0;
    let exhausted = true;
    const take = (row: TaskRow): boolean => {
      const seen = visit(row);
      items.push(seen.item);
      weight += seen.weight;
      after = { taskId: row[1], createdAtS: row[4] };
      exhausted = false;
      if (weight >= stepRows || items.length >= left) return false;
      exhausted = true;
      return true;
    };
    database.read(() => {
      const start = after === undefined ? firstPlace(tables, listing, query, window, page) : { key: after, skip: 0 };
      if (start !== undefined) tables.tasks.walk(listing, query.status, start.key, window.beginS, start.skip, take);
    });
    left -= items.length;
    yield items;
    if (exhausted) return;
  }
}

/** An offset is found by the counts, down to the second; only within that second are tasks walked over. */
function firstPlace(
  tables: Tables,
  listing: Listing,
  query: TaskQuery,
  window: Window,
  { offset, after }: Page,
): { key: TaskPlace; skip: number } | undefined {
  // A window's end before that place bounds it all the same; a walk knows no other bound above.
  if (after !== undefined) return { key: after.createdAtS > window.endS ? startOf(window.endS) : after, skip: offset };
  const place = offset === 0 ? { second: window.endS, skip: 0 } : tables.buckets.locate(listing, window, query.status, offset);
  return place === undefined ? undefined : { key: startOf(place.second), skip: place.skip };
}

/** Before all of the second's tasks: no task id is empty. */
function startOf(second: number): TaskPlace {
  return { createdAtS: second + 1, taskId: '' };
}
