import type { LimitExceeded, SubmitLimits } from '../limits.ts';
import type { NewTask } from '../store.ts';
import type { Tables } from './tables.ts';

/** The first limit that this task would exceed, in their order; undefined when it may be stored. */
export function limitExceeded({ tally, domainDays, lastSubmits }: Tables, task: NewTask, limits: SubmitLimits): LimitExceeded | undefined {
  const { intervalMs = 0, openUrls: openUrlsAtMost = Number.POSITIVE_INFINITY, daily } = limits;
  const waitMs = intervalMs > 0 ? lastSubmits.waitMs(task.submittedBy, intervalMs, task.createdAtMs) : 0;
  if (waitMs > 0) return { exceeded: 'interval', waitMs };
  const openUrls = tally.open();
  if (openUrls + task.urls.length > openUrlsAtMost) return { exceeded: 'open_urls', openUrls };
  const [first, ...others] = daily === undefined ? [] : domainDays.exceeding(daily);
  return first === undefined ? undefined : { exceeded: 'daily', takes: [first, ...others] };
}

/** Notes what a task that is stored takes of its limits. */
export function countSubmit({ domainDays, lastSubmits }: Tables, task: NewTask, { intervalMs = 0, daily }: SubmitLimits): void {
  if (intervalMs > 0) lastSubmits.set(task.submittedBy, task.createdAtMs);
  if (daily !== undefined) domainDays.add(daily);
}
