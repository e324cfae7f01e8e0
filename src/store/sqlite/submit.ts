import { noCounts, rollUp } from '../../tasks/status.ts';
import { kindCode } from '../codes.ts';
import { CountDeltas } from '../countdeltas.ts';
import { findRepetitions } from '../lines.ts';
import type { NewTask, RepeatGuard, Submitted } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Tables } from './tables.ts';
import { secondOf } from './tasktable.ts';

/** Store.submit: the guard, the task, its URLs, counters and buckets in one transaction. */
export function submitTask(database: Connection, tables: Tables, task: NewTask, repeat: RepeatGuard | undefined): Submitted {
  const { projects, plans, tasks, urls, buckets, tally, guards } = tables;
  const repetitions = findRepetitions(task.urls, task.plan.domains.length);
  const project = projects.findOrAdd(task.project);
  return database.write(() => {
    const earlier = repeat === undefined ? undefined : guards.find(repeat, task.createdAtMs);
    if (earlier !== undefined) return { ...earlier, repeated: true };

    if (tasks.byTaskId(task.taskId) !== undefined) throw new RangeError(`The task id ${task.taskId} is taken.`);
    const urlCount = task.urls.length;
    const { task: number, firstUrl } = tally.take(urlCount);
    const counts = { ...noCounts(), waiting: urlCount };
    const status = rollUp(counts);
    tasks.insert({ task, number, project, plan: plans.take(task.plan), firstUrl, repetitions: repetitions.leaderOf.size, counts, status });
    urls.insert(firstUrl, task.urls, repetitions);
    tally.addOpen(urlCount);
    const deltas = new CountDeltas();
    deltas.add({ project, kind: kindCode(task.kind) }, secondOf(task.createdAtMs), status);
    buckets.apply(deltas);
    if (repeat !== undefined) guards.set(repeat, number, task.createdAtMs);
    return { taskId: task.taskId, task: number, repeated: false };
  });
}
