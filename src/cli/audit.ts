import type { Command } from 'commander';
import type { Answer } from '../wire/actions.ts';
import { withClientOptions, withExamples, writeLines, type ClientOptions, type Context } from './common.ts';
import { UsageError } from './errors.ts';
import { widthOf, type Io } from './io.ts';
import { shownCount } from './screen/quantities.ts';
import { styleOf, type Style } from './screen/style.ts';
import { tableLines, type Cell, type Column } from './screen/table.ts';
import { readTimeS, shownTime } from './screen/times.ts';

type AuditOptions = ClientOptions & {
  readonly since: string;
  readonly until?: string;
  readonly key?: string;
  readonly action?: string;
  readonly limit?: string;
};
type Entry = Answer<'DescribeUcdnAuditLog'>['AuditList'][number];

const pageEntries = 1000;
const usualEntries = 100;

export function register(program: Command, { io }: Context): void {
  const command = program
    .command('audit')
    .summary('read who did, and was refused, what')
    .description('Reads the audit log, newest first: submits, changes, reloads and refused calls. For main keys of every project.')
    .option('--since <time>', 'from this time on: 2h or 7d back from now, or an ISO time', '24h')
    .option('--until <time>', 'to this time (default: now)')
    .option('--key <name>', 'only of this public key')
    .option('--action <name>', 'only of this action')
    .option('-n, --limit <count>', `at most so many (default: ${usualEntries}; with --json: all)`);
  withExamples(
    withClientOptions(command),
    [
      ['forewarm audit --since 7d --key ci', 'what one key did this week'],
      ['forewarm audit --since 2026-11-01 --json > audit.jsonl', 'all of it, one JSON object a line'],
    ],
    'With --json each entry is a line of its own.',
  ).action(async (options: AuditOptions) => await audit(options, io));
}

async function audit(options: AuditOptions, io: Io): Promise<void> {
  const nowMs = Date.now();
  const isJson = options.json === true;
  const limit = limitOf(options.limit) ?? (isJson ? Infinity : usualEntries);
  const { connect } = await import('./connect.ts');
  const client = await connect(io, options);
  const request = {
    BeginTime: readTimeS(options.since, '--since', nowMs),
    // Fixed, so that what comes in meanwhile moves no page.
    EndTime: options.until === undefined ? Math.floor(nowMs / 1000) : readTimeS(options.until, '--until', nowMs),
    ...(options.key !== undefined && { KeyName: options.key }),
    ...(options.action !== undefined && { ActionName: options.action }),
  };
  const shown: Entry[] = [];
  let told = 0;
  let Cursor = '';
  do {
    const page = { Limit: Math.min(pageEntries, limit - told), ...(Cursor !== '' && { Cursor }) };
    const answer = await client.call('DescribeUcdnAuditLog', { ...request, ...page });
    told += answer.AuditList.length;
    if (isJson)
      writeLines(
        io,
        answer.AuditList.map((entry) => JSON.stringify(entry)),
      );
    else shown.push(...answer.AuditList);
    Cursor = answer.NextCursor;
  } while (Cursor !== '' && told < limit);
  if (isJson) return;
  if (shown.length === 0) writeLines(io, ['Nothing of that kind. forewarm audit --since 7d looks further back.']);
  else writeLines(io, [...table(shown, io), ...(Cursor === '' ? [] : [`There are more: --limit ${told * 10} shows them.`])]);
}

const columns: readonly Column[] = [
  { title: 'TIME' },
  { title: 'KEY', shrinkTo: 8 },
  { title: 'ADDRESS', dropAt: 3 },
  { title: 'ACTION', shrinkTo: 16 },
  { title: 'CODE', align: 'right' },
  { title: 'TIMES', align: 'right', dropAt: 4 },
  { title: 'PROJECT', shrinkTo: 8, dropAt: 2 },
  { title: 'WHAT', shrinkTo: 16, dropAt: 1 },
];

function table(entries: readonly Entry[], io: Io): string[] {
  const style = styleOf(io.stdout, io.env);
  return tableLines(
    columns,
    entries.map((entry) => rowOf(entry, style)),
    widthOf(io.stdout, io.env),
  );
}

function rowOf(entry: Entry, style: Style): Cell[] {
  const { Time, PublicKey, Address, Action, Code, Times, ProjectId } = entry;
  return [
    shownTime(Time),
    PublicKey,
    Address,
    Action,
    { text: String(Code), paint: Code === 0 ? style.green : style.red },
    Times === 1 ? '' : shownCount(Times),
    ProjectId,
    whatOf(entry),
  ];
}

function whatOf({ TaskId, UrlCount, Domains = [], Detail }: Entry): string {
  const reach = UrlCount === undefined ? undefined : `${shownCount(UrlCount)} ${UrlCount === 1 ? 'URL' : 'URLs'} of ${Domains.join(', ')}`;
  return [TaskId, reach, Detail].filter((part) => part !== undefined).join(' · ');
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--limit is ${JSON.stringify(text.slice(0, 64))}; accepted: a whole number from 1 on`);
}
