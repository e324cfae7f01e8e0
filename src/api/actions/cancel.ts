import type { TaskSummary } from '../../control/control.ts';
import { gatherLists } from '../../wire/lists.ts';
import type { Handler } from '../handler.ts';
import { taskToChange } from './taskof.ts';

export const cancelTask: Handler<'CancelUcdnCacheTask'> = async (call) => {
  const { request, decoded, key, control, audit } = call;
  const names = gatherLists(decoded.params, ['TaskId']).get('TaskId') ?? [];
  const tasks: TaskSummary[] = [];
  for (const taskId of new Set(request.TaskId)) {
    tasks.push(await taskToChange(call, taskId, names.find(({ value }) => value === taskId)?.name));
  }
  const cancelled: string[] = [];
  for (const task of tasks) if (await control.cancel(task, key.publicKey)) cancelled.push(task.taskId);
  audit.detail = cancelled.length === 0 ? 'they had ended' : `cancelled ${cancelled.join(', ')}`;
  return { CancelledList: cancelled };
};
