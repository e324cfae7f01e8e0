import type { Command } from 'commander';
import type { Answer } from '../wire/actions.ts';
import { withClientOptions, withExamples, writeJson, writeLines, type ClientOptions, type Context } from './common.ts';
import { widthOf, type Io } from './io.ts';
import { shownBytes, shownCount } from './screen/quantities.ts';
import { styleOf, type Style } from './screen/style.ts';
import { tableLines, type Cell, type Column } from './screen/table.ts';
import { printable, wrapped } from './screen/text.ts';
import { shownTime } from './screen/times.ts';

type Node = Answer<'DescribeUcdnNode'>['NodeList'][number];

export function register(program: Command, { io }: Context): void {
  const command = program
    .command('nodes')
    .summary('list nodes with what they are doing')
    .description('Lists the nodes of the server with what they are doing.');
  withExamples(withClientOptions(command), [
    ['forewarm nodes', 'what runs where, and which node is in trouble'],
    ['forewarm nodes --json', 'the same for a program'],
  ]).action(async (options: ClientOptions) => await nodes(options, io));
}

async function nodes(options: ClientOptions, io: Io): Promise<void> {
  const { connect } = await import('./connect.ts');
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
  writeLines(io, [...tableLines(columns, rows, width), ...answer.NodeList.flatMap((node) => troubleLines(node, width, style))]);
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

function stateOf(node: Node, style: Style): Cell {
  if (node.TroubleReason !== undefined) return { text: node.TroubleReason, paint: style.red };
  if (node.Paused) return { text: 'paused', paint: style.yellow };
  return node.InFlight > 0 ? { text: 'busy', paint: style.cyan } : { text: 'idle', paint: style.dim };
}

function troubleLines(node: Node, width: number, style: Style): string[] {
  if (node.TroubleReason === undefined) return [];
  const since = node.TroubleSince === undefined ? '' : ` (since ${shownTime(node.TroubleSince)})`;
  const paused = node.Paused ? ' It is paused, too.' : '';
  const text = `${node.Name}: ${printable(node.TroubleMessage ?? node.TroubleReason)}${since}${paused}`;
  return wrapped(text, width).map(style.red);
}
