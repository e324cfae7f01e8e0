/** What went wrong while one task was worked on; `cause` is that, and `taskId` the task's. */
export class TaskFault extends Error {
  readonly taskId: string;

  constructor(taskId: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.taskId = taskId;
  }
}

/** The fields of a log line: the fault itself, and the task that it came of. */
export function faultFields(fault: unknown): { err: unknown; taskId?: string } {
  return fault instanceof TaskFault ? { err: fault.cause, taskId: fault.taskId } : { err: fault };
}
