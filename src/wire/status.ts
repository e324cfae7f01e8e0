import type { Status } from '../tasks/status.ts';

/** The vendor's spellings; `unknow` is spelt so. */
export const wireStatuses = ['wait', 'process', 'success', 'failure', 'unknow'] as const;
export type WireStatus = (typeof wireStatuses)[number];

const toWire: Readonly<Record<Status, WireStatus>> = {
  waiting: 'wait',
  running: 'process',
  succeeded: 'success',
  failed: 'failure',
  unknown: 'unknow',
};
const fromWire: Readonly<Record<WireStatus, Status>> = {
  wait: 'waiting',
  process: 'running',
  success: 'succeeded',
  failure: 'failed',
  unknow: 'unknown',
};

export function wireStatus(status: Status): WireStatus {
  return toWire[status];
}

export function statusOfWire(status: WireStatus): Status {
  return fromWire[status];
}

/** True once a task, a URL or a node's share can't change any more. A program that waits must end on `unknow` too. */
export function isEndedOnWire(status: WireStatus): boolean {
  return status === 'success' || status === 'failure' || status === 'unknow';
}
