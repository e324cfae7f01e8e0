import { setImmediate } from 'node:timers/promises';
import { statuses, isEnded, type Status } from '../../tasks/status.ts';
import { kindCode, statusOf } from '../codes.ts';
import { CountDeltas, type Series } from '../countdeltas.ts';
import { taskKinds } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Tables } from './tables.ts';
import type { TaskRow } from './tasktable.ts';

/** URLs that one transaction deletes (at least one task's), so that submits get their turn between two. */
const stepUrls = 2_000;
const stepTasks = 200;
const stepGuards = 5_000;
const stepDays = 5_000;
const stepTouches = 5_000;

/** Store.sweep, in short transactions: what a crash leaves undone, the next sweep does. */
export async function sweepTasks(database: Connection, tables: Tables, beforeS: number, nowMs: number, limit: number): Promise<number> {
  let gone = 0;
  for (const { series, status } of endedSeries(tables)) {
    for (;;) {
      const deleted = gone < limit ? deleteSome(database, tables, series, status, beforeS, Math.min(stepTasks, limit - gone)) : 0;
      if (deleted === 0) break;
      gone += deleted;
      await setImmediate();
    }
  }
  while (database.write(() => tables.guards.deleteOld(nowMs, stepGuards)) > 0) await setImmediate();
  while (database.write(() => tables.domainDays.deleteOld(beforeS, stepDays)) > 0) await setImmediate();
  while (database.write(() => tables.keyDays.deleteOld(beforeS, stepDays)) > 0) await setImmediate();
  await sweepTouches(database, tables, beforeS);
  return gone;
}

async function sweepTouches(database: Connection, { hosts, touches, touchingTasks }: Tables, beforeS: number): Promise<void> {
  const steps = [
    () => touches.deleteNotWarm(beforeS, stepTouches),
    ...hosts.ids().map((host) => () => touches.deleteWarm(host, beforeS, stepTouches)),
    // The last: no touch that is left names these.
    () => touchingTasks.deleteOld(beforeS, stepTouches),
  ];
  for (const step of steps) while (database.write(step) > 0) await setImmediate();
}

/** Old tasks are found by project, kind and status, which an index has; an index by time alone would serve nothing else. */
function* endedSeries(tables: Tables): Iterable<{ series: Series; status: Status }> {
  for (const project of tables.projects.ids()) {
    for (const kind of taskKinds) {
      for (const status of statuses) {
        if (isEnded(status)) yield { series: { project, kind: kindCode(kind) }, status };
      }
    }
  }
}

function deleteSome(database: Connection, tables: Tables, series: Series, status: Status, beforeS: number, limit: number): number {
  // Most looks find nothing, and a look needs no transaction: rows of ended tasks change no more.
  const old = tables.tasks.old(series, status, beforeS, limit);
  if (old.length === 0) return 0;
  return database.write(() => {
    const deltas = new CountDeltas();
    let urls = 0;
    let deleted = 0;
    for (const row of old) {
      if (urls >= stepUrls) break;
      deleteTask(tables, row, deltas);
      urls += row[8];
      deleted += 1;
    }
    tables.buckets.apply(deltas);
    return deleted;
  });
}

function deleteTask(tables: Tables, row: TaskRow, deltas: CountDeltas): void {
  const [number, , project, kind, createdAtS, , plan, firstUrl, urlCount, , status] = row;
  tables.urls.delete(firstUrl, firstUrl + urlCount);
  tables.deliveries.deleteOfTask(number);
  tables.tasks.delete(number);
  tables.plans.release(plan);
  deltas.remove({ project, kind }, createdAtS, statusOf(status));
}
