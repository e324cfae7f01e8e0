import type { Answer } from '../../../src/client/index.ts';

/** A task without its URLs, as the lists have it. */
export type Task = Answer<'DescribeUcdnTaskSummary'>['TaskSummaryList'][number];

/** Why a node does not have a URL. */
export type Reason = NonNullable<Answer<'DescribePrefetchUrlDetail'>['UrlDetailList'][number]['Nodes'][number]['Reason']>;

/** URLs that have come to an end, whichever. */
export function endedUrls(task: Pick<Task, 'SuccessCount' | 'FailureCount' | 'UnknowCount'>): number {
  return task.SuccessCount + task.FailureCount + task.UnknowCount;
}
