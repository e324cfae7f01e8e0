import { isEndedOnWire } from '../../../src/client/index.ts';
import { endedUrls, type Task } from './task.ts';

type Paced = Pick<Task, 'Status' | 'StartTime' | 'Progress' | 'UrlCount' | 'SuccessCount' | 'FailureCount' | 'UnknowCount'>;

/** Before so much has happened, what is left can't be told from the pace. */
const leastElapsedMs = 3000;
const leastShare = 0.005;

/** 0 to 1: by bytes, or by URLs where that is further, as with URLs that failed. */
export function shareOf(task: Paced): number {
  return Math.max((task.Progress ?? 0) / 100, task.UrlCount === 0 ? 1 : endedUrls(task) / task.UrlCount);
}

/** How long a running task will take yet if it goes on as it went from its start, ms; undefined where that can't be told. */
export function leftMsOf(task: Paced, nowMs: number): number | undefined {
  if (isEndedOnWire(task.Status) || task.StartTime === undefined) return undefined;
  const elapsedMs = nowMs - task.StartTime * 1000;
  const share = shareOf(task);
  if (elapsedMs < leastElapsedMs || share < leastShare || share >= 1) return undefined;
  return (elapsedMs * (1 - share)) / share;
}
