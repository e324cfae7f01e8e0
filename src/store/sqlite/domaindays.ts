import { countedCode, countedOf } from '../codes.ts';
import type { DailyCount, DayCounts, ExceedingTake } from '../limits.ts';
import type { Connection, Query } from './connection.ts';

/** URLs accepted, by day, domain and kind. */
export class DomainDays {
  readonly #select: Query<[urls: number]>;
  readonly #selectKinds: Query<[kind: number, urls: number]>;
  readonly #add: Query<[]>;
  readonly #deleteOld: Query<[]>;

  constructor(database: Connection) {
    this.#select = database.prepare('SELECT urls FROM domain_day WHERE day = ? AND domain = ? AND kind = ?');
    this.#selectKinds = database.prepare('SELECT kind, urls FROM domain_day WHERE day = ? AND domain = ?');
    this.#add = database.prepare(
      'INSERT INTO domain_day (day, domain, kind, urls) VALUES (?, ?, ?, ?) ON CONFLICT (day, domain, kind) DO UPDATE SET urls = urls + excluded.urls',
    );
    this.#deleteOld = database.prepare(
      'DELETE FROM domain_day WHERE (day, domain, kind) IN (SELECT day, domain, kind FROM domain_day WHERE day <= ? ORDER BY day LIMIT ?)',
    );
  }

  /** What of this would go beyond its limit. */
  exceeding({ day, takes }: DailyCount): ExceedingTake[] {
    return takes.flatMap(({ domain, kind, urls, limit }) => {
      if (limit === undefined) return [];
      const counted = this.#select.get(day, domain, countedCode(kind))?.[0] ?? 0;
      return counted + urls > limit ? [{ domain, kind, urls, limit, counted }] : [];
    });
  }

  add({ day, takes }: DailyCount): void {
    for (const { domain, kind, urls } of takes) this.#add.run(day, domain, countedCode(kind), urls);
  }

  read(domain: string, day: string): DayCounts {
    const counts = { prefetch: 0, refresh_file: 0, refresh_dir: 0 };
    for (const [kind, urls] of this.#selectKinds.all(day, domain)) counts[countedOf(kind)] = urls;
    return counts;
  }

  /** Forgets days that had ended everywhere by `beforeS`: how many rows went, `limit` at most. */
  deleteOld(beforeS: number, limit: number): number {
    return this.#deleteOld.run(lastDayEndedBy(beforeS), limit);
  }
}

const hourS = 3600;

/** A calendar day ends last at UTC−12: at noon UTC of the day after. */
export function lastDayEndedBy(second: number): string {
  return new Date((second - 36 * hourS) * 1000).toISOString().slice(0, 10);
}
