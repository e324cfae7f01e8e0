import { cancelled } from '../../tasks/cancelled.ts';
import type { Outcome } from '../../tasks/outcome.ts';
import { isEnded, type Status } from '../../tasks/status.ts';
import { kindOf, statusOf } from '../codes.ts';
import { CountDeltas } from '../countdeltas.ts';
import type { Recorded } from '../store.ts';
import type { Connection } from './connection.ts';
import { type EndedTask, foldOf, writeFold } from './foldedtask.ts';
import type { Tables } from './tables.ts';
import { secondOf, type TaskRow } from './tasktable.ts';

/** Store.cancelTask. */
export function cancelTask(
  database: Connection,
  tables: Tables,
  number: number,
  outcome: Outcome,
  nowMs: number,
): Pick<Recorded, 'endedTasks'> {
  return database.write(() => {
    const row = tables.tasks.byNumber(number);
    if (row === undefined || isEnded(statusOf(row[10]))) return { endedTasks: [] };
    tables.tasks.letGo(number);
    const deltas = new CountDeltas();
    const { openedUrls, ended } = endRest(tables, row, outcome, secondOf(nowMs), deltas);
    const followers = settleFollowers(tables, ended === undefined ? [] : [ended], nowMs, deltas);
    tables.buckets.apply(deltas);
    tables.tally.addOpen(openedUrls + followers.openedUrls);
    return { endedTasks: [...(ended === undefined ? [] : [ended]), ...followers.endedTasks] };
  });
}

export type Settled = {
  readonly released: NonNullable<Recorded['released']>;
  readonly endedTasks: readonly EndedTask[];
  readonly openedUrls: number;
};

/**
 * What follows for the tasks that start after these: they are let go, or never start, and then nor do those that start
 * after them. Buckets and the tally of open URLs are the caller's.
 */
export function settleFollowers(tables: Tables, before: readonly EndedTask[], nowMs: number, deltas: CountDeltas): Settled {
  const released: Settled['released'][number][] = [];
  const endedTasks: EndedTask[] = [];
  let openedUrls = 0;
  const open = [...before];
  for (let first = open.shift(); first !== undefined; first = open.shift()) {
    for (const row of tables.tasks.heldBy(first.task)) {
      const [task, , project, kind] = row;
      tables.tasks.letGo(task);
      if (first.status === 'succeeded') {
        released.push({ task, project: tables.projects.name(project), kind: kindOf(kind) });
        continue;
      }
      const end = endRest(tables, row, cancelled(neverStarts(first.taskId, first.status)), secondOf(nowMs), deltas);
      openedUrls += end.openedUrls;
      if (end.ended === undefined) continue;
      endedTasks.push(end.ended);
      open.push(end.ended);
    }
  }
  return { released, endedTasks, openedUrls };
}

function neverStarts(taskId: string, status: Status): string {
  const how = status === 'unknown' ? 'with outcomes that can not be known' : 'in failure';
  return `it was to start after task ${taskId}, which ended ${how}`;
}

function endRest(tables: Tables, row: TaskRow, outcome: Outcome, nowS: number, deltas: CountDeltas): ReturnType<typeof writeFold> {
  const [, , , , , , , firstUrl, urlCount] = row;
  const fold = foldOf(tables, row, nowS);
  for (const [id] of tables.urls.open(firstUrl, firstUrl + urlCount)) fold.endRest(id, outcome);
  return writeFold(tables, row, fold, nowS, deltas);
}
