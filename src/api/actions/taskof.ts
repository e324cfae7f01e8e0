import type { TaskSummary } from '../../control/control.ts';
import type { ActionName } from '../../wire/actions.ts';
import { apiError, badParam } from '../../wire/apierror.ts';
import { shown } from '../../wire/shown.ts';
import type { Call } from '../handler.ts';

/** A task that a call names. Throws an ApiError 230 that names the parameter; another project's task is as one that does not exist. */
export async function taskNamed({ project, control }: Call<ActionName>, taskId: string, parameter = 'TaskId'): Promise<TaskSummary> {
  const task = await control.findTask(project, taskId);
  if (task === undefined) throw badParam(parameter, shown(taskId), `a task of project ${project} that history.keepDays still keeps`);
  return task;
}

/** The same, of what the key may change: one that is held to some URLs is so to tasks of its own, since others' may go beyond them. */
export async function taskToChange(call: Call<ActionName>, taskId: string, parameter?: string): Promise<TaskSummary> {
  const task = await taskNamed(call, taskId, parameter);
  const { key } = call;
  if (key.urls !== undefined && task.submittedBy !== key.lastingKey) {
    throw apiError('notPermitted', { detail: `task ${taskId} is another key's; this key, of some URLs only, may change its own tasks` });
  }
  return task;
}
