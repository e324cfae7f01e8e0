import { InvalidArgumentError, Option, type Command } from 'commander';
import type { TaskSummary } from '../client/wait.ts';
import type { Answer } from '../wire/actions.ts';
import { wireStatuses, type WireStatus } from '../wire/status.ts';
import { withClientOptions, withExamples, writeJson, writeLines, type ClientOptions, type Context } from './common.ts';
import { exitCodes, UsageError, type ExitCode } from './errors.ts';
import { widthOf, type Io } from './io.ts';
import { counted, shownCount } from './screen/quantities.ts';
import { paintStatus, styleOf } from './screen/style.ts';
import { tableLines, type Cell, type Column } from './screen/table.ts';
import { readTimeS, shownTime } from './screen/times.ts';

type TasksOptions = ClientOptions & {
  readonly type?: TaskSummary['Type'];
  readonly status?: WireStatus;
  readonly since?: string;
  readonly until?: string;
  readonly limit: number;
  readonly offset: number;
  readonly watch?: true;
};

export function register(program: Command, { io, endWith }: Context): void {
  const command = program
    .command('tasks')
    .summary('list tasks, newest first')
    .description('Lists tasks of the last 24 hours, newest first.')
    .addOption(new Option('--type <type>', 'only prefetch or only refresh tasks').choices(['prefetch', 'refresh']))
    .addOption(new Option('--status <status>', 'only tasks of this status').choices(wireStatuses).argParser(readStatus))
    .option('--since <time>', 'from this time on: 2h or 7d back from now, or an ISO time (default: 24h)')
    .option('--until <time>', 'to this time (default: now)')
    .option('-n, --limit <count>', 'at most so many', readWhole(1, 1000), 20)
    .option('--offset <count>', 'pass over so many, from the newest', readWhole(0, 2 ** 31 - 1), 0)
    .option('--watch', 'show them as they change, until Ctrl-C; where there is no terminal, a line for each change');
  withExamples(
    withClientOptions(command),
    [
      ['forewarm tasks', 'the latest 20'],
      ['forewarm tasks --type refresh --since 1h', 'what was refreshed lately'],
      ['forewarm tasks --watch', 'what is happening now, on the whole terminal'],
      ['forewarm tasks --status failure --since 7d --json', 'what failed this week, for a program'],
      ['forewarm tasks --watch --json', 'each change as a line of JSON'],
    ],
    'Status: wait, process, success, failure, unknow (some outcome can not be known).',
  ).action(async (options: TasksOptions) => endWith(await tasks(options, io)));
}

async function tasks(options: TasksOptions, io: Io): Promise<ExitCode> {
  if (options.watch === true && options.until !== undefined) throw new UsageError('--until goes not with --watch, which has no end');
  const nowMs = Date.now();
  const EndTime = options.until === undefined ? undefined : readTimeS(options.until, '--until', nowMs);
  // The API wants a beginning where there is an end.
  const since = options.since ?? (EndTime === undefined ? undefined : '24h');
  const BeginTime =
    since === undefined ? undefined : readTimeS(since, '--since', options.since === undefined ? (EndTime ?? 0) * 1000 : nowMs);
  const { connect } = await import('./connect.ts');
  const client = await connect(io, options);
  const request = { Type: options.type, Status: options.status, BeginTime, EndTime, Limit: options.limit, Offset: options.offset };
  if (options.watch === true) {
    const { watchTasks } = await import('./watching/watch.ts');
    return await watchTasks(client, request, options, io);
  }
  const answer = await client.call('DescribeUcdnTaskSummary', request);
  if (options.json === true) writeJson(io, answer);
  else writeLines(io, listLines(answer, options, io));
  return exitCodes.succeeded;
}

function listLines({ TotalCount, TaskSummaryList: list }: Answer<'DescribeUcdnTaskSummary'>, options: TasksOptions, io: Io): string[] {
  if (list.length === 0) {
    const what = TotalCount === 0 ? 'No tasks here' : `No more tasks (${shownCount(TotalCount)} in all)`;
    return [`${what}. forewarm prefetch URL makes one; --since 7d looks further back.`];
  }
  const last = options.offset + list.length;
  const more = TotalCount > last ? [`${counted(TotalCount, 'task')}; the next: --offset ${last}`] : [];
  return [...taskTable(list, io), ...more];
}

const columns: readonly Column[] = [
  { title: 'TASK' },
  { title: 'TYPE', dropAt: 3 },
  { title: 'CREATED', dropAt: 2 },
  { title: 'STATUS' },
  { title: 'URLS', align: 'right', dropAt: 1 },
  { title: 'OK', align: 'right', dropAt: 4 },
  { title: 'FAILED', align: 'right', dropAt: 2 },
  { title: 'UNKNOWN', align: 'right', dropAt: 5 },
];

const commentColumn: Column = { title: 'COMMENT', shrinkTo: 10, dropAt: 6 };

function taskTable(list: readonly TaskSummary[], io: Io): string[] {
  const style = styleOf(io.stdout, io.env);
  const rows = list.map((task): Cell[] => [
    task.TaskId,
    task.Type,
    shownTime(task.CreateTime),
    { text: task.Status, paint: paintStatus(task.Status, style) },
    shownCount(task.UrlCount),
    shownCount(task.SuccessCount),
    shownCount(task.FailureCount),
    shownCount(task.UnknowCount),
    task.Comment ?? '',
  ]);
  const hasComments = list.some(({ Comment }) => Comment !== undefined);
  return tableLines(hasComments ? [...columns, commentColumn] : columns, rows, widthOf(io.stdout, io.env));
}

function readStatus(text: string): WireStatus {
  const status = wireStatuses.find((one) => one === text);
  if (status !== undefined) return status;
  throw new InvalidArgumentError(`Accepted: ${wireStatuses.join(', ')}.`);
}

function readWhole(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw new InvalidArgumentError(`Accepted: a whole number from ${min} to ${max}.`);
  };
}
