import type { Handler } from '../handler.ts';
import { summaryFields } from './summaryfields.ts';
import { taskQuery } from './taskquery.ts';

export const taskSummaries: Handler<'DescribeUcdnTaskSummary'> = async ({ request, project, nowMs, control }) => {
  const query = taskQuery(project, request.Type, request, nowMs);
  const { Offset: offset, Limit: limit } = request;
  const total = await control.countTasks(query);
  const tasks = limit === 0 ? [] : await control.listTasks(query, { offset, limit });
  return { TotalCount: total, TaskSummaryList: tasks.map(summaryFields) };
};
