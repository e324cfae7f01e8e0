/**
 * What a task, a URL or a node's share of it can be. The vendor's spellings
 * (`wait`, `process`, `unknow`) exist at the wire only: see wire/status.ts.
 */
export const statuses = ['waiting', 'running', 'succeeded', 'failed', 'unknown'] as const;
export type Status = (typeof statuses)[number];

/** How many URLs of a task stand at each status. */
export type StatusCounts = Record<Status, number>;

export function noCounts(): StatusCounts {
  return { waiting: 0, running: 0, succeeded: 0, failed: 0, unknown: 0 };
}

/** True once a status can't change any more. */
export function isEnded(status: Status): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'unknown';
}

/**
 * The status of a whole from the statuses of its parts: a task from its URLs, a URL from its nodes.
 * Failure goes before unknown; anything unfinished is running unless nothing has begun
 * (ucdn-api.md, "Describe, settled"). A whole without parts has nothing to wait for: succeeded.
 */
export function rollUp(counts: StatusCounts): Status {
  const ended = counts.succeeded + counts.failed + counts.unknown;
  const open = counts.waiting + counts.running;
  if (open > 0) return counts.running === 0 && ended === 0 ? 'waiting' : 'running';
  if (counts.failed > 0) return 'failed';
  return counts.unknown > 0 ? 'unknown' : 'succeeded';
}
