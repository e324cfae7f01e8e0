import type { WireStatus } from '../../wire/status.ts';
import { marksFor } from '../screen/marks.ts';
import { glyphsFor, type Glyphs } from '../screen/progressbar.ts';
import { counted, shownBytes, shownCount, shownDuration, shownRate } from '../screen/quantities.ts';
import { paintStatus, type Style } from '../screen/style.ts';
import { tableLines, type Cell, type Column } from '../screen/table.ts';
import { shortened } from '../screen/text.ts';
import { shownTime } from '../screen/times.ts';
import { shareOf, type Look, type Watched } from './look.ts';

export type Screen = {
  readonly columns: number;
  readonly rows: number;
  readonly style: Style;
  readonly env: Readonly<Record<string, string | undefined>>;
};

const columns: readonly Column[] = [
  { title: 'TASK' },
  { title: 'STATUS' },
  { title: 'PROGRESS', dropAt: 1 },
  { title: 'URLS', align: 'right', dropAt: 2 },
  { title: 'FAILED', align: 'right', dropAt: 3 },
  { title: 'LEFT', align: 'right', dropAt: 4 },
  { title: 'BYTES', align: 'right', dropAt: 6 },
  { title: 'RATE', align: 'right', dropAt: 5 },
  { title: 'TYPE', dropAt: 7 },
  { title: 'CREATED', dropAt: 8 },
  { title: 'COMMENT', shrinkTo: 10, dropAt: 9 },
];
/** Head, blank line, titles, foot. */
const linesAround = 4;
const barColumns = 10;

/** The screen of `tasks --watch`: as many tasks as fit, the newest first. `trouble`: why it is not up to date. */
export function boardLines(look: Look, trouble: string | undefined, screen: Screen): string[] {
  const { style, rows } = screen;
  // The last column stays free: some terminals begin a new line once it is written.
  const width = screen.columns - 1;
  const room = Math.max(1, rows - linesAround);
  const shown = look.tasks.slice(0, room);
  const left = look.totalCount - shown.length;
  const body = shown.length === 0 ? [shortened('No tasks here yet. forewarm prefetch URL makes one.', width)] : table(shown, screen, width);
  const foot =
    trouble === undefined
      ? style.dim(shortened(left > 0 ? `… and ${counted(left, 'older task')}. Ctrl-C ends` : 'Ctrl-C ends', width))
      : style.yellow(shortened(trouble, width));
  const head = [style.bold(shortened(headLine(look), width)), ''];
  // A screen of a few rows keeps its foot, and what fits above it.
  return [...[...head, ...body].slice(0, Math.max(0, rows - 1)), foot];
}

function headLine({ tasks, atMs }: Look): string {
  const count = (status: WireStatus): number => tasks.filter(({ task }) => task.Status === status).length;
  const sum = (of: (one: Watched) => number): number => tasks.reduce((total, one) => total + of(one), 0);
  const urlsPerSecond = sum((one) => one.urlsPerSecond ?? 0);
  const bytesPerSecond = sum(({ task }) => Number(task.BytesPerSecond ?? 0));
  return [
    shownTime(atMs / 1000),
    `${shownCount(count('process'))} running`,
    ...(count('wait') > 0 ? [`${shownCount(count('wait'))} waiting`] : []),
    ...(urlsPerSecond > 0 ? [shownRate(urlsPerSecond).replace('/s', ' URLs/s')] : []),
    ...(bytesPerSecond > 0 ? [`${shownBytes(bytesPerSecond)}/s`] : []),
  ].join('  ');
}

function table(tasks: readonly Watched[], { style, env }: Screen, width: number): string[] {
  const glyphs = glyphsFor(env);
  const [titles = '', ...lines] = tableLines(
    columns,
    tasks.map((one) => rowOf(one, style, glyphs, marksFor(env))),
    width,
  );
  return [style.dim(titles), ...lines];
}

function rowOf({ task, leftMs }: Watched, style: Style, glyphs: Glyphs, marks: ReturnType<typeof marksFor>): Cell[] {
  const ended = task.SuccessCount + task.FailureCount + task.UnknowCount;
  const signs: Record<WireStatus, string> = {
    wait: marks.note,
    process: marks.arrow,
    success: marks.good,
    failure: marks.bad,
    unknow: marks.unsure,
  };
  return [
    task.TaskId,
    { text: `${signs[task.Status]} ${task.Status}`, paint: paintStatus(task.Status, style) },
    { text: barOf(shareOf(task), glyphs), paint: (text) => paintBar(text, glyphs, style) },
    `${shownCount(ended)}/${shownCount(task.UrlCount)}`,
    task.FailureCount === 0 ? '' : { text: shownCount(task.FailureCount), paint: style.red },
    leftMs === undefined ? '' : shownDuration(leftMs),
    (task.Bytes ?? '0') === '0' ? '' : shownBytes(Number(task.Bytes)),
    task.BytesPerSecond === undefined ? '' : `${shownBytes(Number(task.BytesPerSecond))}/s`,
    task.Type,
    shownTime(task.CreateTime),
    task.Comment ?? '',
  ];
}

function barOf(share: number, { full, empty }: Glyphs): string {
  const done = Math.floor(share * barColumns);
  return `${full.repeat(done)}${empty.repeat(barColumns - done)} ${String(Math.floor(share * 100)).padStart(3)} %`;
}

function paintBar(text: string, { full, empty }: Glyphs, style: Style): string {
  const done = text.lastIndexOf(full) + 1;
  const end = Math.max(done, text.lastIndexOf(empty) + 1);
  return `${style.green(text.slice(0, done))}${style.dim(text.slice(done, end))}${text.slice(end)}`;
}
