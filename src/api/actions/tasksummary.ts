import type { Control } from '../../control/control.ts';
import type { Answer } from '../../wire/actions.ts';
import { wireStatus } from '../../wire/status.ts';
import type { Handler } from '../handler.ts';
import { taskQuery } from './taskquery.ts';

type Task = Awaited<ReturnType<Control['listTasks']>>[number];
type SummaryFields = Answer<'DescribeUcdnTaskSummary'>['TaskSummaryList'][number];

export const taskSummaries: Handler<'DescribeUcdnTaskSummary'> = async ({ request, project, nowMs, control }) => {
  const query = taskQuery(project, request.Type, request, nowMs);
  const { Offset: offset, Limit: limit } = request;
  const total = await control.countTasks(query);
  const tasks = limit === 0 ? [] : await control.listTasks(query, { offset, limit });
  return { TotalCount: total, TaskSummaryList: tasks.map(summaryFields) };
};

function summaryFields(task: Task): SummaryFields {
  const { taskId, kind, refresh, status, createdAtS, submittedBy, urlCount, counts, verdicts, plan } = task;
  const { priority, comment, retryOf, after } = task;
  return {
    TaskId: taskId,
    Type: kind,
    ...(refresh !== undefined && { RefreshType: refresh.type, RefreshMode: refresh.mode, ThenPrefetch: refresh.thenPrefetch }),
    Status: wireStatus(status),
    CreateTime: createdAtS,
    SubmittedBy: submittedBy,
    Priority: priority,
    ...(comment !== undefined && { Comment: comment }),
    ...(retryOf !== undefined && { RetryOf: retryOf }),
    ...(after !== undefined && { AfterTaskId: after }),
    UrlCount: urlCount,
    WaitCount: counts.waiting,
    ProcessCount: counts.running,
    SuccessCount: counts.succeeded,
    FailureCount: counts.failed,
    UnknowCount: counts.unknown,
    Verdicts: {
      HitProven: verdicts['hit-proven'],
      StoredLikely: verdicts['stored-likely'],
      Uncacheable: verdicts.uncacheable,
      Unknown: verdicts.unknown,
    },
    Nodes: plan.nodes.map((node) => node.name),
  };
}
