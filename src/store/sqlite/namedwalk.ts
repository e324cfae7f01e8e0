import { kindCode, statusCode } from '../codes.ts';
import type { Page, TaskPlace, TaskQuery } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Tables } from './tables.ts';
import type { TaskRow } from './tasktable.ts';
import { stepRows, type Visit } from './walkstep.ts';

/** The steps of a walk through named tasks: first their keys are looked up and put in order, then each is read. */
export function* namedSteps<T>(database: Connection, tables: Tables, query: TaskQuery, page: Page, visit: Visit<T>): Generator<T[], void> {
  const keys: { number: number; createdAtS: number; taskId: string }[] = [];
  for (const found of findNamed(database, tables, query)) {
    for (const [number, taskId, , , createdAtS] of found) keys.push({ number, createdAtS, taskId });
    yield [];
  }
  keys.sort((a, b) => b.createdAtS - a.createdAtS || (a.taskId < b.taskId ? 1 : -1));
  const { after } = page;
  const begin = after === undefined ? 0 : keys.findIndex((key) => isBehind(key, after));
  let next = (begin === -1 ? keys.length : begin) + page.offset;
  let left = page.limit ?? Number.POSITIVE_INFINITY;
  while (left > 0 && next < keys.length) {
    const items: T[] = [];
    database.read(() => {
      for (let weight = 0; weight < stepRows && items.length < left; next += 1) {
        const key = keys[next];
        if (key === undefined) return;
        const row = tables.tasks.byNumber(key.number);
        weight += 1;
        // A task that went on to another status since then, or was swept, is left out, as in a walk by time.
        if (row !== undefined && matches(tables, query, row)) {
          const seen = visit(row);
          items.push(seen.item);
          weight += seen.weight;
        }
      }
    });
    left -= items.length;
    yield items;
  }
}

function isBehind(key: TaskPlace, place: TaskPlace): boolean {
  return key.createdAtS < place.createdAtS || (key.createdAtS === place.createdAtS && key.taskId < place.taskId);
}

/** Named tasks that match, some at a time, in no order. A name that stands twice is one task. */
export function* findNamed(database: Connection, tables: Tables, query: TaskQuery): Generator<TaskRow[], void> {
  const taskIds = [...new Set(query.taskIds)];
  for (let from = 0; from < taskIds.length; from += stepRows) {
    yield database.read(() => tables.tasks.named(taskIds.slice(from, from + stepRows))).filter((row) => matches(tables, query, row));
  }
}

function matches(tables: Tables, { project, kind, status, window }: TaskQuery, row: TaskRow): boolean {
  return (
    row[2] === tables.projects.find(project) &&
    (kind === undefined || row[3] === kindCode(kind)) &&
    (status === undefined || row[10] === statusCode(status)) &&
    (window === undefined || (row[4] >= window.beginS && row[4] <= window.endS))
  );
}
