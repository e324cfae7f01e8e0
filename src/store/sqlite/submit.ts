import { isEnded, noCounts, rollUp } from '../../tasks/status.ts';
import { kindCode, statusOf } from '../codes.ts';
import { CountDeltas } from '../countdeltas.ts';
import { findRepetitions } from '../lines.ts';
import type { LimitExceeded, SubmitLimits } from '../limits.ts';
import type { NewTask, RepeatGuard, Submitted } from '../store.ts';
import { settleFollowers } from './cancel.ts';
import type { Connection } from './connection.ts';
import { countSubmit, limitExceeded } from './submitlimits.ts';
import { earlierTask } from './earliertask.ts';
import type { EndedTask } from './foldedtask.ts';
import { textsOf } from './growth.ts';
import type { Tables } from './tables.ts';
import { secondOf } from './tasktable.ts';

/** Store.submit: the guard, the limits, the task, its URLs, counters and buckets in one transaction. */
export function submitTask(
  database: Connection,
  tables: Tables,
  task: NewTask,
  repeat: RepeatGuard | undefined,
  limits: SubmitLimits,
): Submitted | LimitExceeded {
  const { projects, plans, tasks, urls, lineTexts, buckets, tally, guards, refreshedDomains, audit } = tables;
  if ((task.kind === 'refresh') !== (task.refresh !== undefined)) throw new RangeError('A refresh has an order, and nothing else has.');
  const room = task.roomForUrls ?? 0;
  if (!Number.isInteger(room) || room < 0) throw new RangeError(`A task has no room for ${room} URLs.`);
  const repetitions = findRepetitions(task.urls, task.plan.domains.length);
  const project = projects.findOrAdd(task.project);
  return database.write(() => {
    const earlier = repeat === undefined ? undefined : earlierTask(tables, repeat, task.createdAtMs);
    if (earlier !== undefined) return earlier;

    const exceeded = limitExceeded(tables, task, limits);
    if (exceeded !== undefined) return exceeded;
    if (tasks.byTaskId(task.taskId) !== undefined) throw new RangeError(`The task id ${task.taskId} is taken.`);
    const before = task.after === undefined ? [] : endedBefore(tables, task.after);
    const urlCount = task.urls.length;
    const { task: number, firstUrl } = tally.take(urlCount + room);
    const counts = { ...noCounts(), waiting: urlCount };
    const status = rollUp(counts);
    tasks.insert({
      task,
      number,
      project,
      plan: plans.take(task.plan),
      firstUrl,
      urlsAtMost: room > 0 ? urlCount + room : undefined,
      repetitions: repetitions.leaderOf.size,
      counts,
      status,
    });
    urls.insert(firstUrl, task.urls, repetitions);
    if (room > 0) lineTexts.add(number, textsOf(task.urls));
    const deltas = new CountDeltas();
    deltas.add({ project, kind: kindCode(task.kind) }, secondOf(task.createdAtMs), status);
    const { endedTasks, openedUrls } = settleFollowers(tables, before, task.createdAtMs, deltas);
    tally.addOpen(urlCount + openedUrls);
    buckets.apply(deltas);
    countSubmit(tables, task, limits);
    if (task.kind === 'refresh') for (const { name } of task.plan.domains) refreshedDomains.note(name, number);
    if (task.audit !== undefined) audit.add({ ...task.audit, taskId: task.taskId });
    if (repeat !== undefined) guards.set(repeat, number, task.createdAtMs);
    return { taskId: task.taskId, task: number, repeated: false, ...(endedTasks.length > 0 && { endedTasks }) };
  });
}

/** The task that another is to start after, if it has ended: then it holds nothing back, or ends it. */
function endedBefore(tables: Tables, { task, taskId }: NonNullable<NewTask['after']>): EndedTask[] {
  const row = tables.tasks.byNumber(task);
  if (row === undefined) throw new RangeError(`There is no task ${taskId} to start after.`);
  const status = statusOf(row[10]);
  return isEnded(status) ? [{ task, taskId, project: tables.projects.name(row[2]), status }] : [];
}
