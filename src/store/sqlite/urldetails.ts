import type { Store, TroubledUrl, UrlDetail } from '../store.ts';
import { detailOf } from './answers.ts';
import type { Tables } from './tables.ts';
import { countsOf } from './tasktable.ts';

export type UrlDetailQuery = Parameters<Store['readUrls']>[1];
export type UrlDetails = Awaited<ReturnType<Store['readUrls']>>;

/** Store.readUrls: the total comes from the task's counters; without a status the page comes by id. */
export function readUrlDetails(tables: Tables, task: number, { status, offset, limit }: UrlDetailQuery): UrlDetails {
  const row = tables.tasks.byNumber(task);
  if (row === undefined) return { total: 0, urls: [] };
  const [, , , , , , planId, firstUrl, urlCount] = row;
  const plan = tables.plans.read(planId);
  const until = firstUrl + urlCount;
  const from = firstUrl + offset;
  const rows =
    status === undefined
      ? tables.urls.details(from, Math.min(until, from + limit))
      : tables.urls.detailsOfStatus(firstUrl, until, status, offset, limit);
  return { total: status === undefined ? urlCount : countsOf(row)[status], urls: rows.map((detail) => detailOf(plan, detail)) };
}

/** Store.readTroubled. */
export function readTroubled(tables: Tables, task: number, after: number, limit: number): TroubledUrl[] {
  const row = tables.tasks.byNumber(task);
  if (row === undefined) return [];
  const [, , , , , , planId, firstUrl, urlCount] = row;
  const plan = tables.plans.read(planId);
  const rows = tables.urls.troubled(Math.max(firstUrl, after + 1), firstUrl + urlCount, limit);
  return rows.map(([id, ...detail]) => Object.assign(detailOf(plan, detail), { id }));
}

/** Store.readLine. */
export function readLineDetail(tables: Tables, task: number, urlId: number): UrlDetail | undefined {
  const row = tables.tasks.byNumber(task);
  if (row === undefined) return undefined;
  const [, , , , , , planId, firstUrl, urlCount] = row;
  if (urlId < firstUrl || urlId >= firstUrl + urlCount) return undefined;
  const [detail] = tables.urls.details(urlId, urlId + 1);
  return detail && detailOf(tables.plans.read(planId), detail);
}
