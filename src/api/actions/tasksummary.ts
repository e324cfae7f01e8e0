import type { TaskFlow } from '../../control/control.ts';
import { badParam } from '../../wire/apierror.ts';
import { shown } from '../../wire/shown.ts';
import type { Handler } from '../handler.ts';
import { summaryFields } from './summaryfields.ts';
import { taskQuery } from './taskquery.ts';

export const taskSummaries: Handler<'DescribeUcdnTaskSummary'> = async ({ request, project, nowMs, control }) => {
  const query = taskQuery(project, request.Type, request, nowMs);
  const { Offset: offset, Limit: limit, Cursor } = request;
  const total = await control.countTasks(query);
  const after = Cursor === undefined ? undefined : placeOf(Cursor);
  const tasks = limit === 0 ? [] : await control.listTasks(query, { offset, limit, ...(after !== undefined && { after }) });
  const last = tasks.length < limit ? undefined : tasks.at(-1);
  return {
    TotalCount: total,
    TaskSummaryList: tasks.map((task) =>
      task.status === 'running' ? Object.assign(summaryFields(task), flowFields(control.flowOf(task.task))) : summaryFields(task),
    ),
    NextCursor: last === undefined ? '' : `${last.createdAtS}.${last.taskId}`,
  };
};

function placeOf(cursor: string): { createdAtS: number; taskId: string } {
  const [, createdAtS, taskId] = /^(\d{1,10})\.([\w-]{1,64})$/.exec(cursor) ?? [];
  if (createdAtS !== undefined && taskId !== undefined) return { createdAtS: Number(createdAtS), taskId };
  throw badParam('Cursor', shown(cursor), 'NextCursor of the page before, or none');
}

function flowFields({ receivedBytes, expectedBytes, bytesPerSecond }: TaskFlow) {
  return {
    FlowingBytes: String(receivedBytes),
    FlowingExpectedBytes: String(expectedBytes),
    BytesPerSecond: String(bytesPerSecond),
  };
}
