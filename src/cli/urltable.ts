import type { Answer } from '../wire/actions.ts';
import { shownBytes } from './screen/quantities.ts';
import { paintStatus, type Style } from './screen/style.ts';
import { tableLines, type Cell, type Column } from './screen/table.ts';

export type UrlDetail = Answer<'DescribePrefetchUrlDetail'>['UrlDetailList'][number];

const columns: readonly Column[] = [
  { title: 'STATUS' },
  { title: '%', align: 'right', dropAt: 2 },
  { title: 'NODE', shrinkTo: 6, dropAt: 3 },
  { title: 'HTTP', align: 'right', dropAt: 4 },
  { title: 'BYTES', align: 'right', dropAt: 5 },
  { title: 'CACHE SAYS', shrinkTo: 10, dropAt: 6 },
  { title: 'VERDICT', dropAt: 4 },
  { title: 'NOTE', shrinkTo: 10, dropAt: 6 },
  { title: 'URL', shrinkTo: 16 },
];

/** A line for each URL and node, without the columns that have nothing to tell. */
export function urlTable(urls: readonly UrlDetail[], width: number, style: Style): string[] {
  const rows = urls.flatMap((url) =>
    url.Nodes.map((node): Cell[] => [
      { text: node.Status, paint: paintStatus(node.Status, style) },
      String(url.Progress),
      node.Node,
      node.HttpStatus === undefined ? '' : String(node.HttpStatus),
      node.Bytes === undefined ? '' : shownBytes(Number(node.Bytes)),
      node.CacheStatus ?? '',
      node.Verdict ?? '',
      node.Status === 'success' ? (node.Message ?? '') : '',
      url.Url,
    ]),
  );
  const told = columns.map((_, index) => rows.length === 0 || rows.some((row) => row[index] !== ''));
  const kept = <T>(cells: readonly T[]): T[] => cells.filter((_, index) => told[index] === true);
  return tableLines(kept(columns), rows.map(kept), width);
}
