import type { TaskKind, TaskQuery } from '../../control/control.ts';
import type { Request } from '../../wire/actions.ts';
import { statusOfWire } from '../../wire/status.ts';
import { timeWindow } from '../../wire/window.ts';

type Selection = Pick<Request<'DescribeNewUcdnPrefetchCacheTask'>, 'TaskId' | 'BeginTime' | 'EndTime' | 'Status'>;

/**
 * Which tasks a Describe is about; without a kind: those of every kind. Throws an ApiError 220 or 230 when its times can't be (wire/window.ts).
 * Without EndTime the window ends now, once and for all pages of this answer.
 */
export function taskQuery(project: string, kind: TaskKind | undefined, request: Selection, nowMs: number): TaskQuery {
  const window = timeWindow(request, Math.floor(nowMs / 1000));
  return {
    project,
    ...(kind !== undefined && { kind }),
    ...(request.Status !== undefined && { status: statusOfWire(request.Status) }),
    ...(window !== undefined && { window }),
    ...(request.TaskId !== undefined && { taskIds: [...new Set(request.TaskId)] }),
  };
}
