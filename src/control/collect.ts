import type { RecordBatch, Recorded, Store } from '../store/store.ts';
import type { Report } from '../tasks/work.ts';
import { LiveProgress } from './liveprogress.ts';
import type { Log } from './log.ts';

const firstRetryMs = 100;
const longestRetryMs = 5000;

/**
 * Takes what the engines report into the store. While the store can't be written the same batch is tried
 * again and again: the queue hands over nothing more meanwhile, so the engines come to a halt instead of
 * fetching what nobody would remember.
 */
export class Collect {
  readonly #store: Store;
  readonly #log: Log;
  readonly #nowMs: () => number;
  readonly #stopped: AbortSignal;
  readonly #live = new LiveProgress();

  constructor(parts: { store: Store; log: Log; nowMs: () => number; stopped: AbortSignal }) {
    this.#store = parts.store;
    this.#log = parts.log;
    this.#nowMs = parts.nowMs;
    this.#stopped = parts.stopped;
  }

  /** Resolves once the batch is durable. Rejects only when control is stopped before that. */
  async record(reports: readonly Report[], added?: RecordBatch['added']): Promise<Recorded> {
    const live = this.#live.take(reports);
    for (let waitMs = firstRetryMs; ; waitMs = Math.min(longestRetryMs, waitMs * 2)) {
      try {
        return await this.#store.record({ reports, nowMs: this.#nowMs(), live, ...(added !== undefined && { added }) });
      } catch (error) {
        if (this.#stopped.aborted) throw error;
        this.#log.error({ err: error, reports: reports.length, retryInMs: waitMs }, 'outcomes could not be stored; trying again');
        await pause(waitMs, this.#stopped);
      }
    }
  }

  /** A task was cancelled: what flowed of it flows no more. */
  cancelled(task: number): void {
    this.#live.drop(task);
  }

  /** The engine is gone: what was in flight flows no more. */
  lost(): void {
    this.#live.clear();
  }
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    stopped.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      stopped.removeEventListener('abort', done);
      resolve();
    }
  });
}
