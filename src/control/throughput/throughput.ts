import type { Advanced, Ended, Report } from '../../tasks/work.ts';
import { Flow, type Flowing } from './flow.ts';
import { type HourQuery, LastHour, type Period } from './hour.ts';
import { Rate } from './rate.ts';

/** Whose an item is that is out. */
export type Origin = { readonly domain: string; readonly node: string; readonly does: 'pull' | 'purge' };

export type TaskFlow = Flowing & { bytesPerSecond: number };

export type LastHourRead = { sinceMs: number; series: ReadonlyMap<string, readonly Period[]> };

/**
 * What came of work within the last hour, and what flows now: figures for people who look, kept in memory only. Some
 * map lookups a report, and nothing for what nobody reports on.
 */
export class Throughput {
  readonly #flow = new Flow();
  readonly #hour = new LastHour();
  /** By task that has not ended. */
  readonly #rates = new Map<number, Rate>();
  readonly #nowMs: () => number;
  readonly #sinceMs: number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#sinceMs = nowMs();
  }

  /** `originOf`: undefined for what is out no longer, so that what is reported twice counts once. */
  take(reports: readonly Report[], originOf: (report: Advanced | Ended) => Origin | undefined): void {
    const nowS = this.#nowMs() / 1000;
    for (const report of reports) {
      if (report.kind !== 'advanced' && report.kind !== 'ended') continue;
      const origin = originOf(report);
      if (origin === undefined) continue;
      const bytes = report.kind === 'advanced' ? this.#flow.advanced(report) : this.#flow.ended(report);
      const tally = this.#hour.at(origin.domain, origin.node, nowS);
      tally.bytes += bytes;
      this.#rateOf(report.task, nowS).add(bytes, nowS);
      if (report.kind === 'advanced') continue;
      const { status, wasThere } = report.outcome;
      if (origin.does === 'purge') {
        if (status === 'succeeded') tally.purged += 1;
        else tally.purgesFailed += 1;
      } else {
        tally[status] += 1;
        if (status === 'succeeded' && wasThere === true) tally.hits += 1;
      }
    }
  }

  read(query: Omit<HourQuery, 'nowS'>): LastHourRead {
    return { sinceMs: this.#sinceMs, series: this.#hour.read({ ...query, nowS: Math.floor(this.#nowMs() / 1000) }) };
  }

  /** Of a task that has not ended. */
  flowOf(task: number): TaskFlow {
    return { ...this.#flow.of(task), bytesPerSecond: this.#rates.get(task)?.perSecond(this.#nowMs() / 1000) ?? 0 };
  }

  /** A task has ended. */
  ended(task: number): void {
    this.#rates.delete(task);
    this.#flow.drop(task);
  }

  /** The engine is gone: what was in flight flows no more. */
  lost(): void {
    this.#flow.clear();
  }

  #rateOf(task: number, nowS: number): Rate {
    const known = this.#rates.get(task) ?? new Rate(nowS);
    this.#rates.set(task, known);
    return known;
  }
}
