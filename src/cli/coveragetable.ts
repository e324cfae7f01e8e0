import type { TaskCoverage } from '../client/coverage.ts';
import { counted, shownCount } from './screen/quantities.ts';
import type { Style } from './screen/style.ts';
import { tableLines, type Cell, type Column } from './screen/table.ts';
import { printable, shortened, wrapped } from './screen/text.ts';

type NodeCounts = TaskCoverage['NodeList'][number];

const columns: readonly Column[] = [
  { title: 'NODE', shrinkTo: 8 },
  { title: 'LAYER', dropAt: 1 },
  { title: 'THERE', align: 'right' },
  { title: 'EXPIRED', align: 'right' },
  { title: 'GONE', align: 'right' },
  { title: 'UNKNOWN', align: 'right' },
];

/** What share of a task's URLs is there, by node; below it why what is unknown is so. */
export function coverageLines(taskId: string, found: TaskCoverage, width: number, style: Style): string[] {
  const { UrlCount, NodeList } = found;
  if (UrlCount === 0)
    return wrapped(`Task ${printable(taskId)} has nothing to ask for: directories can't be asked for, only objects.`, width);
  const rows = NodeList.map((node): Cell[] => [
    node.Node,
    node.Layer,
    share(node.Fresh, node, style.green),
    share(node.Expired, node, style.yellow),
    share(node.Absent, node, style.red),
    share(node.Unknown, node, style.yellow),
  ]);
  const unknown = NodeList.filter(({ UnknownBecause }) => UnknownBecause !== undefined);
  return [
    `${style.bold(printable(taskId))}  ${counted(UrlCount, 'URL')}${variantsOf(found)} on ${counted(NodeList.length, 'node')}`,
    ...tableLines(columns, rows, width),
    ...unknown.flatMap((node) =>
      wrapped(`${printable(node.Node)}: unknown, since ${printable(node.UnknownBecause ?? '')}`, width).map(style.yellow),
    ),
  ];
}

/** Where each URL counts more than once on a node: ` in 2 variants each`. */
function variantsOf({ UrlCount, NodeList }: TaskCoverage): string {
  const most = Math.max(0, ...NodeList.map(({ Fresh, Expired, Absent, Unknown }) => Fresh + Expired + Absent + Unknown));
  return most > UrlCount && most % UrlCount === 0 ? ` in ${most / UrlCount} variants each` : '';
}

/** What to do about what is not there. */
export function missingHint({ MissingList, MissingLeftOut }: TaskCoverage, isListed: boolean, width: number, style: Style): string[] {
  if (MissingList.length + MissingLeftOut === 0) return [];
  const list = isListed ? '' : 'Which are not there: --missing. ';
  return wrapped(`${list}Why one is not: forewarm explain URL`, width).map(style.dim);
}

/** `98.2 %  982`; nothing at all is shown as such, so that the eye finds what is not nothing. */
function share(count: number, { Fresh, Expired, Absent, Unknown }: NodeCounts, paint: (text: string) => string): Cell {
  if (count === 0) return '-';
  const of = Fresh + Expired + Absent + Unknown;
  return { text: `${percent(count, of)} % ${shownCount(count)}`, paint };
}

/** Never 100 unless it is all of them, never 0 unless it is none. */
function percent(count: number, of: number): string {
  if (count === of) return '100';
  return Math.min(99.9, Math.max(0.1, (100 * count) / of)).toFixed(1);
}

/** By URL, then node. */
export function missingLines({ MissingList, MissingLeftOut }: TaskCoverage, width: number, style: Style): string[] {
  if (MissingList.length === 0) return [];
  const hasVariants = MissingList.some(({ Variant }) => Variant !== '');
  const rows = MissingList.map(({ State, Node, Variant, Url }): Cell[] => [
    State === 'absent' ? { text: 'gone', paint: style.red } : { text: 'expired', paint: style.yellow },
    Node,
    ...(hasVariants ? [Variant.replaceAll('\n', ', ')] : []),
    Url,
  ]);
  const shown: Column[] = [
    { title: 'STATE' },
    { title: 'NODE', shrinkTo: 8 },
    ...(hasVariants ? [{ title: 'VARIANT', shrinkTo: 10, dropAt: 1 }] : []),
    { title: 'URL', shrinkTo: 16 },
  ];
  const more = MissingLeftOut > 0 ? [style.dim(shortened(`… and ${shownCount(MissingLeftOut)} more`, width))] : [];
  return ['', ...tableLines(shown, rows, width), ...more];
}
