import type { Answer } from '../wire/actions.ts';
import { maxTaskSummaries } from '../wire/limits.ts';
import { isEndedOnWire } from '../wire/status.ts';
import type { Client } from './client.ts';
import { AnswerUnreadable, ClientError, RequestRefused, ServerUnreachable } from './errors.ts';
import { sleep } from './sleep.ts';

export type TaskSummary = Answer<'DescribeUcdnTaskSummary'>['TaskSummaryList'][number];

export type WaitOptions = {
  /** Default: the client's, else the server's default project. */
  projectId?: string | undefined;
  /** Between two looks. Default: 1,000. */
  pollMs?: number;
  /** For the whole wait. Default: none. */
  timeoutMs?: number | undefined;
  /** How long the server may be away in the midst (while it restarts, say). Default: 30,000. */
  awayMs?: number;
  /** Ends the wait; it then rejects with the signal's reason. The tasks go on. */
  signal?: AbortSignal | undefined;
  /** After each look, the last one included; in the order of the TaskIds that were given. */
  onProgress?: ((tasks: readonly TaskSummary[]) => void) | undefined;
};

/** `timeoutMs` ran out; the tasks go on. */
export class WaitTimedOut extends ClientError {
  override readonly name = 'WaitTimedOut';
  /** As they stood at the last look. */
  readonly tasks: readonly TaskSummary[];
  constructor(timeoutMs: number, tasks: readonly TaskSummary[]) {
    super(`not ended within ${timeoutMs} ms`);
    this.tasks = tasks;
  }
}

/** A task that the project does not have: never submitted, another project's, or swept from history. */
export class TaskUnknown extends ClientError {
  override readonly name = 'TaskUnknown';
  readonly taskId: string;
  constructor(taskId: string) {
    super(`the project has no task ${taskId}`);
    this.taskId = taskId;
  }
}

/**
 * Waits until a task has ended. It ends as `success`, `failure` or `unknow` (some outcome can't be known):
 * look at the Status of what comes back. Rejects with WaitTimedOut, TaskUnknown or another ClientError.
 */
export async function waitForTask(client: Client, taskId: string, options: WaitOptions = {}): Promise<TaskSummary> {
  const [task] = await waitForTasks(client, [taskId], options);
  if (task === undefined) throw new TaskUnknown(taskId);
  return task;
}

/** The same for many tasks at once, 1,000 of them by one call. Those that have ended are not asked for again. */
export async function waitForTasks(client: Client, taskIds: readonly string[], options: WaitOptions = {}): Promise<TaskSummary[]> {
  const { pollMs = 1_000, timeoutMs, onProgress } = options;
  const deadline = new AbortController();
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => deadline.abort(), Math.min(timeoutMs, maxTimerMs));
  const signal = AbortSignal.any(options.signal === undefined ? [deadline.signal] : [options.signal, deadline.signal]);
  const look = patientLook(client, { ...options, pollMs, signal });

  const known = new Map<string, TaskSummary>();
  const tasks = (): TaskSummary[] => taskIds.flatMap((taskId) => known.get(taskId) ?? []);
  try {
    for (let open = [...new Set(taskIds)]; open.length > 0;) {
      for (const task of await look(open)) known.set(task.TaskId, task);
      onProgress?.(tasks());
      open = open.filter((taskId) => !isEnded(known.get(taskId)));
      if (open.length > 0) await sleep(pollMs, signal);
    }
  } catch (error) {
    if (timeoutMs !== undefined && deadline.signal.aborted) throw new WaitTimedOut(timeoutMs, tasks());
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return tasks();
}

/** Longer timers fire at once. */
const maxTimerMs = 2 ** 31 - 1;

function isEnded(task: TaskSummary | undefined): boolean {
  return task !== undefined && isEndedOnWire(task.Status);
}

type Look = (taskIds: readonly string[]) => Promise<TaskSummary[]>;

/** Looks at tasks; once it has seen the server it bears with one that is away for `awayMs`. */
function patientLook(client: Client, options: WaitOptions & { pollMs: number; signal: AbortSignal }): Look {
  const { awayMs = 30_000, pollMs, signal } = options;
  let seenMs: number | undefined;
  return async (taskIds) => {
    for (;;) {
      try {
        const tasks = await lookOnce(client, taskIds, options);
        seenMs = Date.now();
        return tasks;
      } catch (error) {
        if (seenMs === undefined || Date.now() - seenMs > awayMs || !mayPass(error)) throw error;
        await sleep(pollMs, signal);
      }
    }
  };
}

/** Whether the next look may find that it has passed. */
export function mayPass(error: unknown): boolean {
  return error instanceof ServerUnreachable || error instanceof AnswerUnreadable || (error instanceof RequestRefused && error.isRetryable);
}

async function lookOnce(client: Client, taskIds: readonly string[], { projectId, signal }: WaitOptions): Promise<TaskSummary[]> {
  const seen: TaskSummary[] = [];
  for (let first = 0; first < taskIds.length; first += maxTaskSummaries) {
    const TaskId = taskIds.slice(first, first + maxTaskSummaries);
    const request = { ProjectId: projectId, TaskId, Limit: TaskId.length };
    const { TaskSummaryList } = await client.call('DescribeUcdnTaskSummary', request, { signal });
    const missing = TaskId.find((taskId) => !TaskSummaryList.some((task) => task.TaskId === taskId));
    if (missing !== undefined) throw new TaskUnknown(missing);
    seen.push(...TaskSummaryList);
  }
  return seen;
}
