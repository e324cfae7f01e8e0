import type { TaskSummary } from '../../client/wait.ts';
import { totalsLine, totalsOf } from '../follow/summary.ts';
import { printable } from '../screen/text.ts';
import { shownTime } from '../screen/times.ts';
import type { Look } from './look.ts';

/** Tells of a list of tasks what has changed since it was looked at last. */
export class Changes {
  #told = new Map<string, string>();

  /** In the order in which the tasks were made. */
  since({ tasks }: Look): TaskSummary[] {
    const now = new Map(tasks.map(({ task }) => [task.TaskId, JSON.stringify(task)]));
    const changed = tasks.map(({ task }) => task).filter(({ TaskId }) => now.get(TaskId) !== this.#told.get(TaskId));
    this.#told = now;
    return changed.toReversed();
  }
}

/** `2026-11-24 16:32:10  01K…  prefetch  process  12 of 100 URLs succeeded, 88 not ended`. */
export function changeLine(task: TaskSummary, atMs: number): string {
  return [shownTime(atMs / 1000), printable(task.TaskId), task.Type, task.Status, totalsLine(totalsOf([task]))].join('  ');
}
