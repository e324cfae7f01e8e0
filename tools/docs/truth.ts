import type { Table } from '../../test/conformance/truth/measure.ts';
import { rowGroups } from '../../test/conformance/truth/rows.ts';
import type { Row } from '../../test/conformance/truth/row.ts';
import type { Measured } from '../../test/conformance/truth/trial.ts';
import { table as blockTable, withBlocks } from './blocks.ts';

/** docs/truth.md with its tables as they were measured. */
export function truthPage(page: string, table: Table): string {
  return withBlocks(page, { tally: tallyBlock(table), rows: rowsBlock(table), hidden: hiddenBlock(table) });
}

const words = { 'hit-proven': 'proven', 'stored-likely': 'stored', uncacheable: 'no', unknown: '?' } as const;
const sawWords = { hit: 'hit', revalidated: '304', fetched: 'fetched' } as const;

function rowsBlock(table: Table): string {
  return rowGroups.map(({ title, rows }) => `### ${title}\n\n${rowTable(table, rows.filter(isPlain))}`).join('\n');
}

function hiddenBlock(table: Table): string {
  return rowTable(
    table,
    rowGroups.flatMap(({ rows }) => rows.filter((row) => !isPlain(row))),
  );
}

function isPlain({ hiddenBy }: Row): boolean {
  return hiddenBy === undefined;
}

function rowTable(table: Table, rows: readonly Row[]): string {
  const head = ['origin answers', ...table.map(({ column }) => column.title)];
  const cells = (row: Row) => table.map(({ measured }) => cell(measured.find((each) => each.row === row)));
  return blockTable(
    head,
    rows.map((row) => [described(row), ...cells(row)]),
  );
}

function cell(measured: Measured | undefined): string {
  if (measured === undefined) return '';
  if (!measured.first.isWhole) return 'cut off';
  const { judged, originSaw } = measured;
  return `${words[judged.verdict]}, ${sawWords[originSaw]}`;
}

function described({ status = 200, headers, request, before, note, isChunked, sizeBytes }: Row): string {
  const lines = headers.map((line) => `\`${line}\``);
  const sent = Object.entries(request ?? {}).map(([name, value]) => `\`${name}: ${value}\``);
  return [
    ...(status === 200 ? [] : [`**${status}**`]),
    ...(lines.length === 0 ? [] : [lines.join(' ')]),
    ...(sent.length === 0 ? [] : [`to a request with ${sent.join(', ')}`]),
    ...(before === undefined ? [] : [beforeWords[before]]),
    ...(note === undefined ? [] : [`(${note})`]),
    ...(isChunked === undefined && sizeBytes === undefined && lines.length === 0 && note === undefined ? ['nothing'] : []),
  ].join(' ');
}

const beforeWords = {
  stored: 'after another visitor',
  expired: 'after another visitor, expired since',
  headOnly: 'after a visitor’s HEAD',
} as const;

/** How often each verdict was right, by cache. */
function tallyBlock(table: Table): string {
  const rows = table.map(({ column, measured }) => {
    const seen = measured.filter(({ row, first }) => isPlain(row) && first.isWhole);
    const count = (isWanted: (each: Measured) => boolean) => String(seen.filter(isWanted).length);
    return [
      column.title,
      count(({ judged, originSaw }) => isSuccess(judged.verdict) && originSaw === 'hit'),
      count(({ judged, originSaw }) => isSuccess(judged.verdict) && originSaw !== 'hit'),
      count(({ judged, originSaw }) => judged.verdict === 'uncacheable' && originSaw !== 'hit'),
      count(({ judged, originSaw }) => judged.verdict === 'uncacheable' && originSaw === 'hit'),
      count(({ judged, originSaw }) => judged.verdict === 'unknown' && originSaw !== 'hit'),
      count(({ judged, originSaw }) => judged.verdict === 'unknown' && originSaw === 'hit'),
    ];
  });
  const head = [
    'cache',
    'proven or stored, and a hit',
    '**and no hit**',
    'no, and no hit',
    'no, yet a hit',
    '?, and no hit',
    '?, and a hit',
  ];
  return blockTable(head, rows);
}

function isSuccess(verdict: string): boolean {
  return verdict === 'hit-proven' || verdict === 'stored-likely';
}
