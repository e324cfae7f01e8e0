import type { Queue } from '../queue/queue.ts';
import type { Recorded, Store, TaskSummary } from '../store/store.ts';
import { cancelled } from '../tasks/cancelled.ts';
import { isEnded } from '../tasks/status.ts';
import type { Collect } from './collect.ts';
import type { Releases } from './releases.ts';

export type CancelParts = {
  store: Store;
  queue: Queue;
  collect: Collect;
  releases: Releases;
  nowMs: () => number;
  /** Told of the task, and of those that were to start after it. */
  ended: (tasks: Recorded['endedTasks']) => void;
  /** Sees to a passage that nobody waits for. */
  attempt: (passage: Promise<unknown>, task: Pick<TaskSummary, 'task' | 'taskId'>) => void;
};

/**
 * Ends a task: resolves to true once that is durable, to false for one that had ended. In this order: what is told to the queue
 * before it is in the store would be taken up again after a crash.
 */
export async function cancelTask(parts: CancelParts, { task, taskId, kind, status }: TaskSummary, by: string): Promise<boolean> {
  const { store, queue, collect, releases, nowMs, ended, attempt } = parts;
  if (isEnded(status)) return false;
  const { endedTasks } = await store.cancelTask(task, cancelled(`cancelled by ${by}`), nowMs());
  if (endedTasks.length === 0) return false;
  queue.cancel(task);
  collect.cancelled(task);
  attempt(releases.cancelled(kind, task), { task, taskId });
  ended(endedTasks);
  return true;
}
