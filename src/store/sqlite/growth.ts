import { isEnded } from '../../tasks/status.ts';
import { statusOf } from '../codes.ts';
import { findRepetitions } from '../lines.ts';
import type { NewUrl, RecordBatch, Recorded } from '../store.ts';
import type { Tables } from './tables.ts';
import { urlsAtMostOf, type TaskRow } from './tasktable.ts';

export type Growth = { readonly grown: NonNullable<Recorded['grown']>; readonly addedUrls: number };

/** Adds lines, which wait, to tasks that have not ended. Their rows and URLs are written; the tally of open URLs is the caller's. */
export function growTasks(tables: Tables, additions: NonNullable<RecordBatch['added']>): Growth {
  const grown: Growth['grown'][number][] = [];
  let addedUrls = 0;
  for (const [task, several] of Map.groupBy(additions, ({ task }) => task)) {
    const row = tables.tasks.byNumber(task);
    if (row === undefined || isEnded(statusOf(row[10]))) continue;
    const lines = several.flatMap(({ urls }) => urls);
    const { added, leftOut } = addLines(tables, row, lines);
    if (added + leftOut > 0) grown.push({ task, urlCount: row[8] + added, leftOut });
    addedUrls += added;
  }
  return { grown, addedUrls };
}

function addLines(tables: Tables, row: TaskRow, lines: readonly NewUrl[]): { added: number; leftOut: number } {
  const { tasks, plans, urls, lineTexts } = tables;
  const [number, , , , , , plan, firstUrl, urlCount] = row;
  const missing = missingTexts(tables, row, textsOf(lines));
  // The first of each text: it is no longer missing then.
  const news = lines.filter(({ text }) => missing.delete(text));
  const added = news.slice(0, (urlsAtMostOf(row) ?? urlCount) - urlCount);
  if (added.length > 0) {
    urls.insert(firstUrl + urlCount, added, findRepetitions(added, plans.read(plan).domains.length));
    lineTexts.add(number, textsOf(added));
    tasks.grow(number, added.length);
  }
  return { added: added.length, leftOut: news.length - added.length };
}

/** A task that does not grow keeps no texts apart: whoever adds to it all the same is told what found no room. */
function missingTexts({ urls, lineTexts }: Tables, row: TaskRow, texts: readonly string[]): Set<string> {
  if (urlsAtMostOf(row) !== undefined) return lineTexts.missing(row[0], texts);
  const present = new Set(urls.rows(row[7], row[7] + row[8], false).map(([text]) => text));
  return new Set(texts.filter((text) => !present.has(text)));
}

export function textsOf(lines: readonly NewUrl[]): string[] {
  return lines.map(({ text }) => text);
}
