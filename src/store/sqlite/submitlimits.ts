import type { LimitExceeded, SubmitLimits } from '../limits.ts';
import type { NewTask } from '../store.ts';
import type { Tables } from './tables.ts';

/** The first limit that this task would exceed, in their order; undefined when it may be stored. */
export function limitExceeded(
  { tally, domainDays, keyDays, lastSubmits }: Tables,
  task: NewTask,
  limits: SubmitLimits,
): LimitExceeded | undefined {
  const { intervalMs = 0, openUrls: openUrlsAtMost = Number.POSITIVE_INFINITY, daily, keyDay } = limits;
  const waitMs = intervalMs > 0 ? lastSubmits.waitMs(task.submittedBy, intervalMs, task.createdAtMs) : 0;
  if (waitMs > 0) return { exceeded: 'interval', waitMs };
  const openUrls = tally.open();
  if (openUrls + task.urls.length > openUrlsAtMost) return { exceeded: 'open_urls', openUrls };
  const counted = keyDay === undefined ? 0 : keyDays.counted(keyDay);
  if (keyDay !== undefined && counted + task.urls.length > keyDay.limit) return { exceeded: 'key_day', limit: keyDay.limit, counted };
  const [first, ...others] = daily === undefined ? [] : domainDays.exceeding(daily);
  return first === undefined ? undefined : { exceeded: 'daily', takes: [first, ...others] };
}

/** Notes what a task that is stored takes of its limits. */
export function countSubmit(
  { domainDays, keyDays, lastSubmits }: Tables,
  task: NewTask,
  { intervalMs = 0, daily, keyDay }: SubmitLimits,
): void {
  if (intervalMs > 0) lastSubmits.set(task.submittedBy, task.createdAtMs);
  if (daily !== undefined) domainDays.add(daily);
  if (keyDay !== undefined) keyDays.add(keyDay, task.urls.length);
}
