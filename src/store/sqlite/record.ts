import type { Report } from '../../tasks/work.ts';
import { CountDeltas } from '../countdeltas.ts';
import type { RecordBatch, Recorded } from '../store.ts';
import type { TaskFold } from '../taskfold.ts';
import { settleFollowers } from './cancel.ts';
import type { Connection } from './connection.ts';
import { type EndedTask, foldOf, openOf, writeFold } from './foldedtask.ts';
import { growTasks } from './growth.ts';
import type { Tables } from './tables.ts';
import { countsOf, secondOf } from './tasktable.ts';

/** What a batch says of one task. */
type Share = {
  /** With the place in the batch. */
  reports: { place: number; report: Report }[];
  live: { urlId: number; share: number }[];
};

/** Store.record: each task of the batch is read, folded and written once, all in one transaction. */
export function recordReports(database: Connection, tables: Tables, batch: RecordBatch): Recorded {
  const shares = shareOut(batch);
  const nowS = secondOf(batch.nowMs);
  return database.write(() => {
    const news = new Set<number>();
    const endedTasks: EndedTask[] = [];
    const deltas = new CountDeltas();
    let stale = 0;
    // A task that grows keeps its status: what it had open keeps it waiting or running.
    const growth = growTasks(tables, batch.added ?? []);
    let openUrls = growth.addedUrls;
    for (const [number, share] of shares) {
      const row = tables.tasks.byNumber(number);
      const before = row === undefined ? undefined : countsOf(row);
      if (row === undefined || before === undefined || openOf(before) === 0) {
        stale += share.reports.length;
      } else {
        const fold = foldOf(tables, row, nowS);
        stale += foldShare(fold, share, news);
        const written = writeFold(tables, row, fold, nowS, deltas);
        openUrls += written.openedUrls;
        if (written.ended !== undefined) endedTasks.push(written.ended);
      }
    }
    const { released, ...never } = settleFollowers(tables, endedTasks, batch.nowMs, deltas);
    tables.buckets.apply(deltas);
    tables.tally.addOpen(openUrls + never.openedUrls);
    return {
      ended: newsOf(batch, news),
      endedTasks: [...endedTasks, ...never.endedTasks],
      stale,
      ...(released.length > 0 && { released }),
      ...(growth.grown.length > 0 && { grown: growth.grown }),
    };
  });
}

function shareOut(batch: RecordBatch): Map<number, Share> {
  const shares = new Map<number, Share>();
  const shareOf = (task: number): Share => {
    const known = shares.get(task);
    if (known !== undefined) return known;
    const share: Share = { reports: [], live: [] };
    shares.set(task, share);
    return share;
  };
  for (const [place, report] of batch.reports.entries()) shareOf(report.task).reports.push({ place, report });
  for (const { task, urlId, share } of batch.live) shareOf(task).live.push({ urlId, share });
  return shares;
}

/** Resolves to how many reports were stale; places of ends that are news go into `news`. */
function foldShare(fold: TaskFold, { reports, live }: Share, news: Set<number>): number {
  let stale = 0;
  // Before the ends: a URL that fails keeps the highest progress it had.
  for (const { urlId, share } of live) fold.raise(urlId, share);
  for (const { place, report } of reports) {
    switch (report.kind) {
      // Bytes that arrive, and what is found in them, say that the node began, in case the word of that was lost.
      case 'started':
      case 'advanced':
      case 'found':
        if (!fold.begin(report.urlId, report.nodeIndex)) stale += 1;
        break;
      case 'ended':
        if (fold.end(report.urlId, report.nodeIndex, report.outcome)) news.add(place);
        else stale += 1;
        break;
    }
  }
  return stale;
}

function newsOf(batch: RecordBatch, news: ReadonlySet<number>): Recorded['ended'] {
  const ended: Recorded['ended'][number][] = [];
  for (const [place, { task, urlId, nodeIndex }] of batch.reports.entries()) {
    if (news.has(place)) ended.push({ task, urlId, nodeIndex });
  }
  return ended;
}
