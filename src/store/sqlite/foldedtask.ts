import { isEnded, rollUp, type StatusCounts } from '../../tasks/status.ts';
import { statusOf } from '../codes.ts';
import type { CountDeltas } from '../countdeltas.ts';
import type { Recorded } from '../store.ts';
import { TaskFold } from '../taskfold.ts';
import { rememberTouched } from './remember.ts';
import type { Tables } from './tables.ts';
import { countersOf, countsOf, isReplay, startedAtSOf, type TaskRow, urlsAtMostOf } from './tasktable.ts';

export type EndedTask = Recorded['endedTasks'][number];

/** A task's row, ready to take in what is news of its URLs. */
export function foldOf(tables: Tables, row: TaskRow, nowS: number): TaskFold {
  const [, , , , , , plan, firstUrl, urlCount] = row;
  const read = (id: number) => (id >= firstUrl && id < firstUrl + urlCount ? tables.urls.fetched(id) : undefined);
  return new TaskFold(tables.plans.read(plan), countersOf(row), read, nowS);
}

/** Writes what has changed: URLs, the task, what is remembered of them. `openedUrls`: by how many more are open, mostly fewer. */
export function writeFold(
  tables: Tables,
  row: TaskRow,
  fold: TaskFold,
  nowS: number,
  deltas: CountDeltas,
): { openedUrls: number; ended?: EndedTask } {
  for (const [id, url] of fold.changed) tables.urls.update(id, url);
  if (fold.changed.size === 0) return { openedUrls: 0 };
  const ended = writeTask(tables, row, fold, nowS, deltas);
  rememberTouched(tables, row, fold, nowS);
  return { openedUrls: openOf(fold.counts) - openOf(countsOf(row)), ...(ended !== undefined && { ended }) };
}

/** Gives the task when it ended. */
function writeTask(tables: Tables, row: TaskRow, after: TaskFold, nowS: number, deltas: CountDeltas): EndedTask | undefined {
  const [number, taskId, project, kind, createdAtS, , , , , , statusBefore] = row;
  const before = statusOf(statusBefore);
  const status = rollUp(after.counts);
  const startedAtS = startedAtSOf(row) ?? (after.isMoving ? nowS : null);
  tables.tasks.update(number, status, after, { startedAtS, finishedAtS: isEnded(status) ? nowS : null });
  if (isEnded(status) && urlsAtMostOf(row) !== undefined) tables.lineTexts.delete(number);
  if (status === before) return undefined;
  deltas.move({ project, kind }, createdAtS, before, status);
  if (!isEnded(status)) return undefined;
  const ended = { task: number, taskId, project: tables.projects.name(project), status };
  if (!isReplay(row)) {
    for (const target of tables.callbackTargets.wantedBy(ended.project)) tables.deliveries.add(number, project, target, nowS);
  }
  return ended;
}

export function openOf(counts: StatusCounts): number {
  return counts.waiting + counts.running;
}
