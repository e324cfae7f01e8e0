import type { Log } from './log.ts';

/** Told of every answered call, for metrics. `action` is the name of one that exists, else `none`. */
export type Observe = (action: string, retCode: number, durationMs: number, requestId: string) => void;

/** What one request's log line will say, gathered while it is answered. Signature and SecurityToken never stand here. */
export type CallRecord = {
  readonly requestId: string;
  readonly startedMs: number;
  readonly address: string;
  /** The name of an action that exists. */
  action?: string;
  /** Public key of a key that exists. */
  key?: string;
  /** The one task that it is about, of a call that was not refused. */
  taskId?: string;
  /** Absent when the client went away before it could be answered. */
  retCode?: number;
  /** The Message of a refusal. */
  message?: string;
  /** The client did not take the answer to its end. */
  cut?: boolean;
};

export function writeRecord(log: Log, observe: Observe | undefined, record: CallRecord, nowMs: number): void {
  const { startedMs, ...fields } = record;
  const durationMs = nowMs - startedMs;
  log.info({ ...fields, ms: durationMs }, 'call');
  if (record.retCode !== undefined) observe?.(record.action ?? 'none', record.retCode, durationMs, record.requestId);
}
