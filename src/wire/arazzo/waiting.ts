import { isEndedOnWire, wireStatuses, type WireStatus } from '../status.ts';
import { call } from './calls.ts';
import type { Criterion, Step } from './document.ts';
import { answered, type Expression } from './expressions.ts';

const status = answered('DescribeUcdnTaskSummary', '/TaskSummaryList/0/Status');
const succeeded: WireStatus = 'success';
const open = wireStatuses.filter((word) => !isEndedOnWire(word));

/** Looks once a second, for half an hour at most, until the task has ended. It ends otherwise than by success at `otherwise`. */
export function waitFor(
  stepId: string,
  { taskId, otherwise, isLast = false }: { taskId: Expression; otherwise?: string; isLast?: boolean },
): Step {
  return call('DescribeUcdnTaskSummary', {
    stepId,
    description: 'Waits until the task has ended. It may end in three ways: success, failure, and unknow (some outcome can not be known).',
    payload: { TaskId: [taskId] },
    criteria: [{ condition: `${status} == '${succeeded}'` }],
    ...(isLast && { onSuccess: [{ name: 'succeeded', type: 'end' }] }),
    onFailure: [
      {
        name: 'open',
        type: 'retry',
        retryAfter: 1,
        retryLimit: 1800,
        criteria: [{ condition: open.map((word) => `${status} == '${word}'`).join(' || ') }],
      },
      ...(otherwise === undefined ? [] : [{ name: 'otherwise', type: 'goto', stepId: otherwise } as const]),
    ],
  });
}

/** How a step says that the workflow ends as a failure here, which Arazzo has no other word for. */
export const never: Criterion = { condition: '$statusCode == 0' };

type Why = {
  readonly action: 'DescribePrefetchUrlDetail' | 'DescribeRefreshUrlDetail';
  readonly taskId: Expression;
  /** Nothing comes behind that would fail: what is reached here did not succeed, if only because it has not ended in time. */
  readonly isLast: boolean;
};

/** Two steps that tell why a task did not succeed: each lists the URLs that ended so, and fails when there is one. */
export function tellWhy(prefix: string, { action, taskId, isLast }: Why): Step[] {
  const listed = (Status: WireStatus, sentence: string, criterion: Criterion): Step =>
    call(action, {
      stepId: `${prefix}-${Status}`,
      description: `Lists the URLs that ended as ${Status}, each with the Reason and Message of its nodes. ${sentence}`,
      payload: { TaskId: taskId, Status, Limit: 100 },
      criteria: [criterion],
    });
  const none = { condition: `${answered(action, '/TotalCount')} == 0` };
  return [
    listed('failure', 'Fails if there is any.', none),
    isLast
      ? listed('unknow', 'Always fails: the task ended so, or has not ended in time.', never)
      : listed('unknow', 'Fails if there is any.', none),
  ];
}
