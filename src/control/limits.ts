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
  keyDailyUrls?: number,
): Promise<Submitted> {
  const { queuedUrls, submitIntervalMs } = catalog.options;
  const result = await store.submit(task, repeat, {
    // A refresh is urgent: it neither waits nor is waited for.
    ...(task.kind === 'prefetch' && { intervalMs: submitIntervalMs }),
    openUrls: queuedUrls,
    daily: dailyCount(catalog, task),
    ...(keyDailyUrls !== undefined && {
      keyDay: { day: catalog.calendar.dayOf(task.createdAtMs), key: task.submittedBy, limit: keyDailyUrls },
    }),
  });
  if (isLimitExceeded(result)) throw exceededRefusal(result, task, catalog);
  return result;
}

/** The same judged without storing it, by what is counted at this moment: a submit later may find it otherwise. */
export async function refuseBeyondLimits({ store, catalog }: { store: Store; catalog: Catalog }, task: NewTask): Promise<void> {
  const openUrls = await store.countOpenUrls();
  if (openUrls + task.urls.length > catalog.options.queuedUrls) throw exceededRefusal({ exceeded: 'open_urls', openUrls }, task, catalog);
  const { day, takes } = dailyCount(catalog, task);
  const exceeding: ExceedingTake[] = [];
  for (const { domain, kind, urls, limit } of takes) {
    if (limit === undefined) continue;
    const { [kind]: counted } = await store.dayCounts(domain, day);
    if (counted + urls > limit) exceeding.push({ domain, kind, urls, limit, counted });
  }
  const [first, ...others] = exceeding;
  if (first !== undefined) throw exceededRefusal({ exceeded: 'daily', takes: [first, ...others] }, task, catalog);
}

function dailyCount(catalog: Catalog, task: NewTask): DailyCount {
  const lines = task.plan.domains.map(() => 0);
  for (const { domain } of task.urls) lines[domain] = (lines[domain] ?? 0) + 1;
  const kinds = countedAs(task);
  const takes = task.plan.domains.flatMap(({ name: domain }, place) => {
    const quota = catalog.domain(domain)?.quota;
    const urls = lines[place] ?? 0;
    // What playlists name may be of any domain of the project; it counts in no quota.
    return urls === 0 ? [] : kinds.map((kind) => ({ domain, kind, urls, limit: quota?.[kind] }));
  });
  return { day: catalog.calendar.dayOf(task.createdAtMs), takes };
}

export function exceededRefusal(exceeded: LimitExceeded, task: NewTask, catalog: Catalog): Refusal {
  const { queuedUrls, submitIntervalMs } = catalog.options;
  if (exceeded.exceeded === 'key_day') return keyDayRefusal(exceeded, task, catalog);
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

function keyDayRefusal({ limit, counted }: { limit: number; counted: number }, task: NewTask, { calendar }: Catalog): Refusal {
  const anew = `${calendar.textOf(calendar.nextDayMs(task.createdAtMs))} (${calendar.timeZone})`;
  return new Refusal(
    'key_quota_exceeded',
    `${Math.max(0, limit - counted)} of ${limit} URLs are left today for this key, and this submit has ${task.urls.length}; the day starts anew at ${anew}`,
    { subject: task.submittedBy },
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
