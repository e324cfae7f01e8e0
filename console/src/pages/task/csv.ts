import type { UrlRow } from './nodestate.ts';

/** A line for each URL and node. */
const columns = [
  'url',
  'url_status',
  'progress_percent',
  'finished_at',
  'node',
  'layer',
  'node_status',
  'verdict',
  'reason',
  'http_status',
  'bytes',
  'attempts',
  'elapsed_ms',
  'cache_status',
  'message',
] as const;

/** RFC 4180: comma, CRLF, quotes doubled. */
export const csvHead = `${columns.join(',')}\r\n`;

export function csvLines(row: UrlRow): string {
  const finishedAt = row.FinishTime === 0 ? '' : new Date(row.FinishTime * 1000).toISOString();
  const url = [row.Url, row.Status, row.Progress, finishedAt];
  if (row.Nodes.length === 0) return csvLine([...url, ...Array.from({ length: columns.length - url.length }, () => '')]);
  return row.Nodes.map((node) =>
    csvLine([
      ...url,
      node.Node,
      node.Layer,
      node.Status,
      node.Verdict,
      node.Reason,
      node.HttpStatus,
      node.Bytes,
      node.Attempts,
      node.ElapsedMs,
      node.CacheStatus,
      node.Message,
    ]),
  ).join('');
}

function csvLine(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

// A spreadsheet reads what begins so as a formula, which can fetch and run: with an apostrophe before it, it is a text.
const formula = /^[=+\-@\t\r\n]/;

function csvCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
