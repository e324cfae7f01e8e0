import { fingerprint } from '../fingerprint.ts';
import type { Handler } from '../handler.ts';
import { taskToChange } from './taskof.ts';

export const retryTask: Handler<'RetryUcdnCacheTask'> = async (call) => {
  const { request, decoded, key, control, settings, nowMs, audit } = call;
  const task = await taskToChange(call, request.TaskId);
  audit.detail = `retry of ${task.taskId}`;
  const windowMs = settings.limits.duplicateWindowMs;
  const onlyWhile = task.kind === 'refresh' ? ({ onlyWhile: 'waiting' } as const) : {};
  const { taskId, repeated } = await control.retry({
    task,
    by: key.lastingKey,
    audit: audit.entry(nowMs, 0),
    ...(windowMs > 0 && { repeat: { fingerprint: fingerprint(decoded), windowMs, ...onlyWhile } }),
  });
  audit.isStored = !repeated;
  return { TaskId: taskId };
};
