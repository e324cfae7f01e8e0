import { Option, type Command } from 'commander';
import type { Answer, RequestInput } from '../wire/actions.ts';
import { withClientOptions, withExamples, writeJson, writeLines, type ClientOptions, type Context } from './common.ts';
import { UsageError } from './errors.ts';
import { widthOf, type Io } from './io.ts';
import { shownCount } from './screen/quantities.ts';
import { styleOf, type Style } from './screen/style.ts';
import { tableLines, type Cell, type Column } from './screen/table.ts';
import { shownTime } from './screen/times.ts';

type Status = NonNullable<RequestInput<'DescribeUcdnCallback'>['Status']>;
type Callback = Answer<'DescribeUcdnCallback'>['CallbackList'][number];

type ListOptions = ClientOptions & { readonly task?: string; readonly status?: Status; readonly limit: string };
type RedeliverOptions = ClientOptions & { readonly task?: string };

const states: readonly Status[] = ['waiting', 'delivered', 'failed', 'dropped'];

export function register(program: Command, { io }: Context): void {
  const callbacks = program
    .command('callbacks')
    .summary('list who was told, or is still to be told, that tasks have ended; redeliver')
    .description('Lists callbacks, newest first: one for each ended task and configured address (callbacks: in forewarm.yaml).')
    .option('--task <id>', 'only of this task')
    .addOption(new Option('--status <status>', 'only of this status').choices(states))
    .option('-n, --limit <count>', 'at most so many, 1 to 1000', '20');
  withExamples(withClientOptions(callbacks), [
    ['forewarm callbacks --status failed', 'what was given up after a day'],
    ['forewarm callbacks redeliver --task ID', 'tell it once more'],
  ]).action(async (options: ListOptions) => await listCallbacks(options, io));

  const redeliver = callbacks
    .command('redeliver')
    .summary('send callbacks once more')
    .description('Sends callbacks once more, whatever became of them, with the same webhook-id and a new day of attempts.')
    .argument('[id...]', 'callbacks, as forewarm callbacks lists them; or --task');
  withExamples(withClientOptions(redeliver), [['forewarm callbacks redeliver 17 18', 'after their receiver was mended']]).action(
    async (ids: readonly string[], _own: RedeliverOptions, given: Command) =>
      // Options that stand before the name of the command are those of `callbacks`.
      await redeliverCallbacks(ids, given.optsWithGlobals<RedeliverOptions>(), io),
  );
}

async function listCallbacks(options: ListOptions, io: Io): Promise<void> {
  const { task, status, json } = options;
  const Limit = limitOf(options.limit);
  const { connect } = await import('./connect.ts');
  const client = await connect(io, options);
  const answer = await client.call('DescribeUcdnCallback', {
    Limit,
    ...(task !== undefined && { TaskId: [task] }),
    ...(status !== undefined && { Status: status }),
  });
  if (json === true) {
    writeJson(io, answer);
    return;
  }
  const { TotalCount, CallbackList } = answer;
  if (CallbackList.length === 0) {
    writeLines(io, ['No callback of that kind.']);
    return;
  }
  const more = TotalCount > CallbackList.length ? [`${shownCount(TotalCount)} in all: --limit shows more.`] : [];
  writeLines(io, [...table(CallbackList, io), ...more]);
}

async function redeliverCallbacks(ids: readonly string[], options: RedeliverOptions, io: Io): Promise<void> {
  const { task, json } = options;
  if ((task === undefined) === (ids.length === 0)) throw new UsageError('accepted: ids of callbacks, or --task ID');
  const { connect } = await import('./connect.ts');
  const client = await connect(io, options);
  const answer = await client.call('RedeliverUcdnCallback', task === undefined ? { CallbackId: [...ids] } : { TaskId: task });
  if (json === true) {
    writeJson(io, answer);
    return;
  }
  const { RedeliveredList } = answer;
  const gone = ids.filter((id) => !RedeliveredList.includes(id));
  writeLines(
    io,
    RedeliveredList.map((id) => `${id} is sent once more`),
  );
  if (gone.length > 0 || RedeliveredList.length === 0)
    io.stderr.write(`Not sent, since their addresses are no longer configured: ${gone.join(', ') || 'all of them'}\n`);
}

const columns: readonly Column[] = [
  { title: 'ID' },
  { title: 'TASK', dropAt: 3 },
  { title: 'ENDED', dropAt: 4 },
  { title: 'STATUS' },
  { title: 'TRIES', align: 'right', dropAt: 5 },
  { title: 'NEXT', dropAt: 2 },
  { title: 'ADDRESS', shrinkTo: 16 },
  { title: 'WHY', shrinkTo: 12, dropAt: 1 },
];

function table(callbacks: readonly Callback[], io: Io): string[] {
  const style = styleOf(io.stdout, io.env);
  const rows = callbacks.map((callback): Cell[] => [
    callback.CallbackId,
    callback.TaskId,
    shownTime(callback.TaskEndTime),
    { text: callback.Status, paint: paintOf(callback, style) },
    shownCount(callback.Attempts),
    callback.NextTime === undefined ? '' : shownTime(callback.NextTime),
    callback.Url,
    callback.LastError ?? '',
  ]);
  return tableLines(columns, rows, widthOf(io.stdout, io.env));
}

function paintOf({ Status }: Callback, style: Style): (text: string) => string {
  if (Status === 'delivered') return style.green;
  return Status === 'waiting' ? style.yellow : style.red;
}

function limitOf(text: string): number {
  const limit = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= 1000) return limit;
  throw new UsageError(`--limit is ${JSON.stringify(text.slice(0, 64))}; accepted: a whole number from 1 to 1000`);
}
