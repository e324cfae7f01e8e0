import { wireStatus } from '../../wire/status.ts';
import type { Handler } from '../handler.ts';
import { taskQuery } from './taskquery.ts';

export const taskSummaries: Handler<'DescribeUcdnTaskSummary'> = async ({ request, project, nowMs, control }) => {
  const query = taskQuery(project, request, nowMs);
  const { Offset: offset, Limit: limit } = request;
  const total = await control.countTasks(query);
  const tasks = limit === 0 ? [] : await control.listTasks(query, { offset, limit });
  return {
    TotalCount: total,
    TaskSummaryList: tasks.map((task) => ({
      TaskId: task.taskId,
      Type: 'prefetch' as const,
      Status: wireStatus(task.status),
      CreateTime: task.createdAtS,
      SubmittedBy: task.submittedBy,
      UrlCount: task.urlCount,
      WaitCount: task.counts.waiting,
      ProcessCount: task.counts.running,
      SuccessCount: task.counts.succeeded,
      FailureCount: task.counts.failed,
      UnknowCount: task.counts.unknown,
      Nodes: task.plan.nodes.map((node) => node.name),
    })),
  };
};
