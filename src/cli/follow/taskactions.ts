import type { TaskSummary } from '../../client/wait.ts';

/** Each kind of task is told by actions of its own, in the same words. */
export const describeActions = {
  prefetch: 'DescribeNewUcdnPrefetchCacheTask',
  refresh: 'DescribeNewUcdnRefreshCacheTask',
} as const satisfies Record<TaskSummary['Type'], string>;

export const urlDetailActions = {
  prefetch: 'DescribePrefetchUrlDetail',
  refresh: 'DescribeRefreshUrlDetail',
} as const satisfies Record<TaskSummary['Type'], string>;
