import type { TaskSummary } from '../../control/control.ts';
import type { Answer } from '../../wire/actions.ts';
import { wireStatus } from '../../wire/status.ts';

/** A task in the API's words: one entry of DescribeUcdnTaskSummary, and what callbacks tell of it. */
export function summaryFields(task: TaskSummary): Answer<'DescribeUcdnTaskSummary'>['TaskSummaryList'][number] {
  const { taskId, kind, refresh, status, createdAtS, submittedBy, urlCount, counts, verdicts, plan } = task;
  const { startedAtS, finishedAtS, progress, bodyBytes } = task;
  const { priority, comment, retryOf, after } = task;
  return {
    TaskId: taskId,
    Type: kind,
    ...(refresh !== undefined && { RefreshType: refresh.type, RefreshMode: refresh.mode, ThenPrefetch: refresh.thenPrefetch }),
    Status: wireStatus(status),
    CreateTime: createdAtS,
    ...(startedAtS !== undefined && { StartTime: startedAtS }),
    ...(finishedAtS !== undefined && { FinishTime: finishedAtS }),
    Progress: progress,
    Bytes: String(bodyBytes),
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
