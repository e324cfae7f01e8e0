import type { RepeatGuard, Submitted } from '../store.ts';
import type { Tables } from './tables.ts';

/**
 * The task that an earlier submit with this guard made, if it answers for this one. A refresh ends the window of
 * prefetches on its domains: what they fetched may be gone.
 */
export function earlierTask({ guards, plans, refreshedDomains }: Tables, repeat: RepeatGuard, nowMs: number): Submitted | undefined {
  const earlier = guards.find(repeat, nowMs);
  if (earlier === undefined) return undefined;
  const { task, taskId, kind, status, plan, body } = earlier;
  if (repeat.body !== undefined) return { taskId, task, repeated: true, ...(repeat.body !== body && { differs: true }) };
  if (repeat.onlyWhile !== undefined && status !== repeat.onlyWhile) return undefined;
  const isOvertaken = kind === 'prefetch' && plans.read(plan).domains.some(({ name }) => refreshedDomains.since(name, task));
  return isOvertaken ? undefined : { taskId, task, repeated: true };
}
