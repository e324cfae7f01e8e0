import { isEndedOnWire, type Client, type WireStatus } from '../../../../src/client/index.ts';
import type { Task } from '../../tasks/task.ts';
import { csvHead, csvLines } from './csv.ts';
import type { UrlRow } from './nodestate.ts';

export type Format = 'csv' | 'json';

const pageUrls = 500;

export function detailAction(type: Task['Type']): 'DescribePrefetchUrlDetail' | 'DescribeRefreshUrlDetail' {
  return type === 'prefetch' ? 'DescribePrefetchUrlDetail' : 'DescribeRefreshUrlDetail';
}

export type ExportOptions = {
  format: Format;
  /** Only URLs of this status. */
  status: WireStatus | undefined;
  signal: AbortSignal;
  /** URLs that were read so far, of how many. */
  onProgress(read: number, total: number): void;
};

/** All URLs of a task as one file. It is read page by page, and each page is laid away as it comes. */
export async function exportRows(client: Client, task: Task, { format, status, signal, onProgress }: ExportOptions): Promise<Blob> {
  // While a task runs its URLs change their status, and pages of one status would lose some: then all are read.
  const asked = isEndedOnWire(task.Status) ? status : undefined;
  const pages: Blob[] = [];
  let count = 0;
  for (let offset = 0; ;) {
    const request = { TaskId: task.TaskId, Offset: offset, Limit: pageUrls, ...(asked !== undefined && { Status: asked }) };
    const { UrlDetailList: read, TotalCount } = await client.call(detailAction(task.Type), request, { signal });
    const rows = status === undefined || asked !== undefined ? read : read.filter((row) => row.Status === status);
    pages.push(new Blob([format === 'csv' ? rows.map(csvLines).join('') : jsonRows(rows, count)]));
    count += rows.length;
    offset += read.length;
    onProgress(offset, TotalCount);
    if (read.length === 0 || offset >= TotalCount) break;
  }
  return format === 'csv'
    ? new Blob([csvHead, ...pages], { type: 'text/csv;charset=utf-8' })
    : new Blob([jsonHead(task), ...pages, ']\n}\n'], { type: 'application/json' });
}

function jsonHead(task: Task): string {
  return `{\n"Task": ${JSON.stringify(task)},\n"ExportedAt": ${JSON.stringify(new Date().toISOString())},\n"UrlDetailList": [\n`;
}

function jsonRows(rows: readonly UrlRow[], before: number): string {
  return rows.map((row, index) => `${before + index === 0 ? '' : ','}${JSON.stringify(row)}\n`).join('');
}

/** Hands a file to the browser, as a download. */
export function saveAs(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href, download: name });
  link.click();
  // The browser has begun to read it once the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
