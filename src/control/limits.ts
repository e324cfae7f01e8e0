import { isLimitExceeded, type CountedKind, type DailyCount, type ExceedingTake, type LimitExceeded } from '../store/limits.ts';
import type { NewTask, RepeatGuard, Store, Submitted } from '../store/store.ts';
import type { Catalog } from './catalog.ts';
import { Refusal } from './refusal.ts';

/** What a task counts as, on its domains' day. A refresh that warms again what it purged counts as both. */
function countedAs({ kind, refresh }: NewTask): CountedKind[] {
  if (kind === 'prefetch') return ['prefetch'];
  const purges = refresh?.type === 'dir' ? 'refresh_dir' : 'refresh_file';
  return refresh?.thenPrefetch === true ? [purges, 'prefetch'] : [purges];
}

/** Stores a task. Rejects with a Refusal when it would exceed a limit; then nothing is stored and nothing counted. */
export async function storeWithinLimits(
  { store, catalog }: { store: Store; catalog: Catalog },
  task: NewTask,
  repeat: RepeatGuard | undefined,
): Promise<Submitted> {
  const { queuedUrls, submitIntervalMs } = catalog.options;
  const result = await store.submit(task, repeat, {
    // A refresh is urgent: it neither waits nor is waited for.
    ...(task.kind === 'prefetch' && { intervalMs: submitIntervalMs }),
    openUrls: queuedUrls,
    daily: dailyCount(catalog, task),
  });
  if (isLimitExceeded(result)) throw refusalOf(result, task, catalog);
  return result;
}

function dailyCount(catalog: Catalog, task: NewTask): DailyCount {
  const lines = task.plan.domains.map(() => 0);
  for (const { domain } of task.urls) lines[domain] = (lines[domain] ?? 0) + 1;
  const kinds = countedAs(task);
  const takes = task.plan.domains.flatMap(({ name: domain }, place) => {
    const quota = catalog.domain(domain)?.quota;
    return kinds.map((kind) => ({ domain, kind, urls: lines[place] ?? 0, limit: quota?.[kind] }));
  });
  return { day: catalog.calendar.dayOf(task.createdAtMs), takes };
}

function refusalOf(exceeded: LimitExceeded, task: NewTask, catalog: Catalog): Refusal {
  const { queuedUrls, submitIntervalMs } = catalog.options;
  if (exceeded.exceeded === 'daily') return quotaRefusal(exceeded.takes, task.createdAtMs, catalog);
  if (exceeded.exceeded === 'open_urls') {
    return new Refusal(
      'queue_full',
      `${exceeded.openUrls} URLs are unfinished, and ${task.urls.length} more would pass limits.queuedUrls (${queuedUrls}): submit again when some have ended`,
    );
  }
  return new Refusal(
    'submit_too_soon',
    `this key may submit one prefetch in ${submitIntervalMs / 1000} s (limits.submitIntervalMs); the next is accepted in ${Math.ceil(exceeded.waitMs / 1000)} s`,
  );
}

const nounOf: Readonly<Record<CountedKind, string>> = {
  prefetch: 'prefetches',
  refresh_file: 'file refreshes',
  refresh_dir: 'directory refreshes',
};

function quotaRefusal(
  [{ domain, kind, urls, limit, counted }, ...others]: readonly [ExceedingTake, ...ExceedingTake[]],
  nowMs: number,
  { calendar }: Catalog,
): Refusal {
  const left = Math.max(0, limit - counted);
  const anew = `${calendar.textOf(calendar.nextDayMs(nowMs))} (${calendar.timeZone})`;
  const further = others.length === 0 ? '' : `; ${others.length} further ${others.length === 1 ? 'quota' : 'quotas'} would be exceeded too`;
  return new Refusal(
    'quota_exceeded',
    `${left} of ${limit} ${nounOf[kind]} are left today for ${domain}, and this submit has ${urls}; the day starts anew at ${anew}${further}`,
    { subject: domain },
  );
}
