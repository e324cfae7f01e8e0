import type { Store } from '../store/store.ts';
import type { Log } from './log.ts';

const dayS = 86_400;
/** Tasks deleted per transaction: some ten milliseconds, so that nothing waits noticeably behind it. */
const tasksPerStep = 20;

/** Deletes history older than `keepDays`, in small steps that let others through. Resolves to how many tasks went. */
export async function sweepHistory(parts: {
  store: Store;
  log: Log;
  nowMs: number;
  keepDays: number;
  stopped: AbortSignal;
}): Promise<number> {
  const { store, log, nowMs, keepDays, stopped } = parts;
  const beforeS = Math.floor(nowMs / 1000) - keepDays * dayS;
  let swept = 0;
  while (!stopped.aborted) {
    const step = await store.sweep(beforeS, nowMs, tasksPerStep);
    swept += step;
    if (step < tasksPerStep) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (swept > 0) log.info({ tasks: swept, keepDays }, 'deleted old history');
  return swept;
}
