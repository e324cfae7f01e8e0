import type { Client } from '../../client/client.ts';
import type { TaskSummary } from '../../client/wait.ts';
import type { RequestInput } from '../../wire/actions.ts';
import { isEndedOnWire } from '../../wire/status.ts';
import { Pace } from '../screen/pace.ts';

export type TaskRequest = RequestInput<'DescribeUcdnTaskSummary'>;

/** A task with what can be told of its pace. */
export type Watched = {
  readonly task: TaskSummary;
  readonly urlsPerSecond?: number;
  readonly leftMs?: number;
};

/** Tasks as they stand, newest first. */
export type Look = {
  readonly tasks: readonly Watched[];
  /** With those that the list leaves out. */
  readonly totalCount: number;
  readonly atMs: number;
};

type TaskPace = { readonly urls: Pace; readonly shares: Pace };

/** Looks at a list of tasks again and again, and remembers as much as paces need. */
export class TaskLooks {
  readonly #client: Client;
  readonly #request: TaskRequest;
  #paces = new Map<string, TaskPace>();

  constructor(client: Client, request: TaskRequest) {
    this.#client = client;
    this.#request = request;
  }

  /** Rejects with a ClientError when the list can't be had. */
  async next(signal: AbortSignal): Promise<Look> {
    const { TaskSummaryList, TotalCount } = await this.#client.call('DescribeUcdnTaskSummary', this.#request, { signal });
    const atMs = Date.now();
    const before = this.#paces;
    // Those of tasks that have ended, or are listed no more, go.
    this.#paces = new Map(
      TaskSummaryList.filter((task) => !isEndedOnWire(task.Status)).map(({ TaskId }) => [
        TaskId,
        before.get(TaskId) ?? { urls: new Pace(), shares: new Pace() },
      ]),
    );
    return { tasks: TaskSummaryList.map((task) => this.#watched(task, atMs)), totalCount: TotalCount, atMs };
  }

  /** What was seen before the server was away is no measure of its pace now. */
  startAnew(): void {
    this.#paces = new Map();
  }

  #watched(task: TaskSummary, atMs: number): Watched {
    const pace = this.#paces.get(task.TaskId);
    if (pace === undefined) return { task };
    const endedUrls = task.SuccessCount + task.FailureCount + task.UnknowCount;
    const share = shareOf(task);
    pace.urls.look(endedUrls, atMs);
    pace.shares.look(share, atMs);
    const urlsPerSecond = pace.urls.perSecond();
    const sharePerSecond = pace.shares.perSecond();
    return {
      task,
      ...(urlsPerSecond !== undefined && { urlsPerSecond }),
      ...(sharePerSecond !== undefined && { leftMs: ((1 - share) / sharePerSecond) * 1000 }),
    };
  }
}

/** 0 to 1: by bytes, or by URLs where that is further, as with URLs that failed. */
export function shareOf(task: TaskSummary): number {
  const endedUrls = task.SuccessCount + task.FailureCount + task.UnknowCount;
  return Math.max((task.Progress ?? 0) / 100, task.UrlCount === 0 ? 1 : endedUrls / task.UrlCount);
}
