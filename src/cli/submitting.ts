import type { Command } from 'commander';
import type { Client } from '../client/client.ts';
import type { Answer, RequestInput } from '../wire/actions.ts';
import { collected, withClientOptions, writeJson, writeLines, type ClientOptions } from './common.ts';
import { summed, tellDryRun } from './dryrun.ts';
import { exitCodes, UsageError, type ExitCode } from './errors.ts';
import { watchHint } from './follow/summary.ts';
import { watchToEnd } from './follow/watchtoend.ts';
import { Interrupted, interruptible } from './interrupt.ts';
import { widthOf, type Io } from './io.ts';
import { counted } from './screen/quantities.ts';
import { tableLines } from './screen/table.ts';
import { printable } from './screen/text.ts';
import { readDuration } from './screen/times.ts';
import { withAround, type AroundOptions } from './submitoptions.ts';
import { submitAll, type Submit, type SubmitOutcome, type SubmittedTask } from './submit.ts';
import { tellError } from './tell.ts';
import { readUrls, type UrlSources } from './urls.ts';

/** What `prefetch` and `refresh` share: URLs from anywhere, as many tasks as they need, told or waited for. */

export type SubmittingOptions = ClientOptions &
  AroundOptions & {
    readonly dryRun?: true;
    readonly sizes?: true;
    readonly file?: readonly string[];
    readonly wait?: true;
    readonly timeout?: string;
    readonly acceptUnknown?: true;
  };

export function withSubmitting(command: Command): Command {
  return withClientOptions(
    withAround(command)
      .argument('[url...]', 'URLs; - reads them from standard input, one a line')
      .option('-f, --file <file>', 'read URLs from a file, one a line; blank lines and # comments are passed over', collected)
      .option('-w, --wait', 'wait until every URL has ended; tell what failed and why')
      .option('--timeout <duration>', 'stop waiting after this (90s, 5m, 2h), with exit code 5; the tasks go on')
      .option('--accept-unknown', 'URLs whose outcome can not be known count as succeeded')
      .option('--dry-run', 'only tell what would be done on which nodes')
      .option('--sizes', 'with --dry-run: and how many bytes that is, as far as nodes tell without filling their caches'),
  );
}

type SubmitAnswer = Answer<'PrefetchNewUcdnDomainCache'>;
type More = Pick<RequestInput<'PrefetchNewUcdnDomainCache'>, 'ClientToken' | 'DryRun' | 'DryRunSizes'>;

export type Submitting = {
  /** Of one task. */
  readonly maxUrls: number;
  readonly submit: (client: Client, more: More) => (urls: readonly string[], signal: AbortSignal) => Promise<SubmitAnswer>;
  readonly faultOf?: UrlSources['faultOf'];
  /** After a wait it is told what nodes said of the URLs that they have. */
  readonly tellsRemarks?: boolean;
};

/** Reads, submits, and waits where that is asked for. */
export async function submitUrls(args: readonly string[], options: SubmittingOptions, what: Submitting, io: Io): Promise<ExitCode> {
  const timeoutMs = options.timeout === undefined ? undefined : readDuration(options.timeout, '--timeout');
  if (options.wait !== true && timeoutMs !== undefined) throw new UsageError('--timeout goes with --wait');
  if (options.dryRun === true && options.wait === true) throw new UsageError('--dry-run has nothing to --wait for');
  if (options.sizes === true && options.dryRun !== true) throw new UsageError('--sizes goes with --dry-run');
  const { maxUrls, faultOf } = what;
  const urls = await readUrls({ args, files: options.file ?? [], ...(faultOf !== undefined && { faultOf }) }, io);
  const { connect } = await import('./connect.ts');
  const client = await connect(io, options);
  const { splitUrls } = await import('../client/split.ts');
  return await interruptible(async (signal) => {
    const startedMs = Date.now();
    const batches = [...splitUrls(urls, { maxUrls })];
    if (options.dryRun === true) {
      const answers: SubmitAnswer[] = [];
      const dry = { DryRun: true, ...(options.sizes && { DryRunSizes: true }) };
      for (const batch of batches) answers.push(await what.submit(client, dry)(batch, signal));
      tellDryRun(summed(answers), batches.length, options, io);
      return exitCodes.succeeded;
    }
    const submit: Submit = async (batch, ended, ClientToken) => (await what.submit(client, { ClientToken })(batch, ended)).TaskId;
    const outcome = await submitAll(submit, batches, { signal });
    if (outcome.stopped !== undefined) return tellStopped(outcome, outcome.stopped, options, io);
    if (options.wait !== true) {
      tellSubmitted(outcome.tasks, options, io);
      return exitCodes.succeeded;
    }
    const waiting = {
      ...options,
      startedMs,
      signal,
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(what.tellsRemarks === true && { remarksOf: outcome.tasks }),
    };
    return await waitForEnd(client, outcome.tasks, waiting, io);
  });
}

type WaitForEnd = SubmittingOptions & {
  readonly startedMs: number;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  readonly remarksOf?: readonly SubmittedTask[];
};

async function waitForEnd(client: Client, tasks: readonly SubmittedTask[], options: WaitForEnd, io: Io): Promise<ExitCode> {
  const taskIds = tasks.map((task) => task.taskId);
  if (options.json !== true) io.stderr.write(`${submittedLine(tasks)}\n`);
  return await watchToEnd(client, taskIds, options, io);
}

function tellSubmitted(tasks: readonly SubmittedTask[], options: SubmittingOptions, io: Io): void {
  if (options.json === true) {
    writeJson(io, { UrlCount: urlCountOf(tasks), Tasks: tasks.map(({ taskId, urlCount }) => ({ TaskId: taskId, UrlCount: urlCount })) });
    return;
  }
  io.stderr.write(`${submittedLine(tasks)}\n`);
  writeLines(io, taskLines(tasks, io));
  io.stderr.write(`To watch: ${watchHint(tasks.map((task) => task.taskId))}\n`);
}

/** What was submitted before something stopped the rest is told whatever it was: those tasks go on. */
function tellStopped(
  { tasks }: SubmitOutcome,
  stopped: NonNullable<SubmitOutcome['stopped']>,
  options: SubmittingOptions,
  io: Io,
): ExitCode {
  if (options.json === true) {
    const told = tasks.map(({ taskId, urlCount }) => ({ TaskId: taskId, UrlCount: urlCount }));
    writeJson(io, { UrlCount: urlCountOf(tasks), Tasks: told, NotSubmittedUrlCount: stopped.urlCount });
  } else if (tasks.length > 0) {
    writeLines(io, taskLines(tasks, io));
  }
  const left = `${counted(stopped.urlCount, 'URL')} ${stopped.urlCount === 1 ? 'was' : 'were'} not submitted`;
  const before =
    tasks.length === 0 ? '' : `; ${counted(urlCountOf(tasks), 'URL')} had been, in the ${tasks.length === 1 ? 'task' : 'tasks'} above`;
  if (stopped.error instanceof Interrupted) {
    io.stderr.write(`\nforewarm: interrupted: ${left}${before}.\n`);
    return exitCodes.interrupted;
  }
  const told = stopped.urls.length > 1 ? namedUrls(stopped.error, stopped.urls) : [];
  return tellError(stopped.error, io, tasks.length === 0 && stopped.urlCount === 1 ? [] : [...told, `${left}${before}.`]);
}

/** A refusal names `UrlList.17`; nobody counts lines for that. */
function namedUrls(error: unknown, urls: readonly string[]): string[] {
  const index = error instanceof Error ? /UrlList\.(\d+)/.exec(error.message)?.[1] : undefined;
  const url = index === undefined ? undefined : urls[Number(index)];
  return url === undefined ? [] : [`UrlList.${index} is ${printable(url)}`];
}

function taskLines(tasks: readonly SubmittedTask[], io: Io): string[] {
  const rows = tasks.map(({ taskId, urlCount }) => [taskId, counted(urlCount, 'URL')]);
  return tableLines([{ title: 'TASK' }, { title: '', align: 'right' }], rows, widthOf(io.stdout, io.env)).slice(1);
}

function submittedLine(tasks: readonly SubmittedTask[]): string {
  return `Submitted ${counted(urlCountOf(tasks), 'URL')} as ${counted(tasks.length, 'task')}.`;
}

function urlCountOf(tasks: readonly SubmittedTask[]): number {
  return tasks.reduce((sum, task) => sum + task.urlCount, 0);
}
