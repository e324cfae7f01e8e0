import type { Answer } from '../../wire/actions.ts';
import { writeJson, writeLines, type ClientOptions } from '../common.ts';
import { connect } from '../connect.ts';
import { widthOf, type Io } from '../io.ts';
import { shownBytes, shownCount } from '../screen/quantities.ts';
import { styleOf, type Style } from '../screen/style.ts';
import { tableLines, type Cell, type Column } from '../screen/table.ts';
import { printable, wrapped } from '../screen/text.ts';
import { shownTime } from '../screen/times.ts';
import { ledgerSentence } from './ledgerwords.ts';

type Node = Answer<'DescribeUcdnNode'>['NodeList'][number];

export async function listNodes(options: ClientOptions, io: Io): Promise<void> {
  const client = await connect(io, options);
  const answer = await client.call('DescribeUcdnNode', {});
  if (options.json === true) {
    writeJson(io, answer);
    return;
  }
  if (answer.NodeList.length === 0) {
    writeLines(io, ['The server has no nodes. They are configured under nodes: in its forewarm.yaml.']);
    return;
  }
  const width = widthOf(io.stdout, io.env);
  const style = styleOf(io.stdout, io.env);
  const rows = answer.NodeList.map((node) => rowOf(node, style));
  const notes = answer.NodeList.flatMap((node) => troubleLines(node, width, style).concat(ledgerLines(node, width, style)));
  writeLines(io, [...tableLines(columns, rows, width), ...notes]);
}

const columns: readonly Column[] = [
  { title: 'NODE', shrinkTo: 10 },
  { title: 'STATE' },
  { title: 'LAYER', dropAt: 6 },
  { title: 'CACHE', dropAt: 8 },
  { title: 'REGION', shrinkTo: 6, dropAt: 9 },
  { title: 'RUNNING', align: 'right', dropAt: 3 },
  { title: 'WAITING', align: 'right', dropAt: 4 },
  { title: 'OK', align: 'right', dropAt: 5 },
  { title: 'FAILED', align: 'right', dropAt: 2 },
  { title: 'BYTES', align: 'right', dropAt: 7 },
];

function rowOf(node: Node, style: Style): Cell[] {
  return [
    node.Name,
    stateOf(node, style),
    node.Layer,
    node.Cache,
    node.Region ?? '',
    `${shownCount(node.InFlight)}/${shownCount(node.Concurrency)}`,
    shownCount(node.Waiting),
    shownCount(Number(node.Succeeded)),
    shownCount(Number(node.Failed)),
    shownBytes(Number(node.Bytes)),
  ];
}

/** What keeps users from it goes before what keeps it from work. */
function stateOf(node: Node, style: Style): Cell {
  if (node.DownReason !== undefined) return { text: 'down', paint: style.red };
  if (node.LedgerState !== 'ready') return { text: node.LedgerState, paint: node.LedgerState === 'away' ? style.red : style.yellow };
  if (node.TroubleReason !== undefined) return { text: node.TroubleReason, paint: style.red };
  if (node.Paused) return { text: 'paused', paint: style.yellow };
  return node.InFlight > 0 ? { text: 'busy', paint: style.cyan } : { text: 'idle', paint: style.dim };
}

function troubleLines(node: Node, width: number, style: Style): string[] {
  const message = node.DownMessage ?? node.TroubleMessage ?? node.TroubleReason;
  const sinceS = node.DownSince ?? node.TroubleSince;
  if (message === undefined) return [];
  const since = sinceS === undefined ? '' : ` (since ${shownTime(sinceS)})`;
  const paused = node.Paused ? ' It is paused, too.' : '';
  return wrapped(`${node.Name}: ${printable(message)}${since}${paused}`, width).map(style.red);
}

function ledgerLines(node: Node, width: number, style: Style): string[] {
  // That it is down has been said.
  if (node.LedgerState === 'ready' || (node.LedgerState === 'away' && node.DownReason !== undefined)) return [];
  return wrapped(`${node.Name}: ${ledgerSentence(node)}`, width).map(style.yellow);
}
