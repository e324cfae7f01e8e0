import type { Command } from 'commander';
import type { Client } from '../client/client.ts';
import { TaskUnknown, type TaskSummary } from '../client/wait.ts';
import { defaultPriority } from '../tasks/priority.ts';
import { isEndedOnWire } from '../wire/status.ts';
import { withClientOptions, withExamples, writeJson, writeLines, type ClientOptions, type Context } from './common.ts';
import type { ExitCode } from './errors.ts';
import { failureLines, readFailures } from './follow/failures.ts';
import { urlDetailActions } from './follow/taskactions.ts';
import { interruptible } from './interrupt.ts';
import { widthOf, type Io } from './io.ts';
import { shownCount } from './screen/quantities.ts';
import { paintStatus, styleOf, type Style } from './screen/style.ts';
import { totalsLine, totalsOf, verdictLine } from './follow/summary.ts';
import { printable, wrapped } from './screen/text.ts';
import { readDuration, shownTime } from './screen/times.ts';
import { urlTable, type UrlDetail } from './urltable.ts';
import { exitCodeOf, watchToEnd } from './follow/watchtoend.ts';

type TaskOptions = ClientOptions & {
  readonly watch?: true;
  readonly urls?: true;
  readonly timeout?: string;
  readonly acceptUnknown?: true;
};

export function register(program: Command, { io, endWith }: Context): void {
  const command = program
    .command('task')
    .summary('show a task: how far it is, what failed and why')
    .description('Shows tasks: how far they are, what failed and why.')
    .argument('<id...>', 'one task or several')
    .option('--watch', 'wait until they have ended')
    .option('--urls', 'list every URL with its status on each node')
    .option('--timeout <duration>', 'stop watching after this (90s, 5m, 2h), with exit code 5')
    .option('--accept-unknown', 'URLs whose outcome can not be known count as succeeded');
  withExamples(
    withClientOptions(command),
    [
      ['forewarm task ID', 'as it is now'],
      ['forewarm task ID --watch', 'until it has ended'],
      ['forewarm task ID --urls | less', 'each URL'],
    ],
    'Ends with 1 when a URL failed or its outcome can not be known.',
  ).action(async (ids: string[], options: TaskOptions) => endWith(await task(ids, options, io)));
}

async function task(ids: readonly string[], options: TaskOptions, io: Io): Promise<ExitCode> {
  const timeoutMs = options.timeout === undefined ? undefined : readDuration(options.timeout, '--timeout');
  const { connect } = await import('./connect.ts');
  const client = await connect(io, options);
  return await interruptible(async (signal) => {
    if (options.watch === true) {
      return await watchToEnd(
        client,
        ids,
        { ...options, startedMs: Date.now(), signal, ...(timeoutMs !== undefined && { timeoutMs }) },
        io,
      );
    }
    const tasks = await readTasks(client, ids, signal);
    const failures = await readFailures(client, tasks, { signal });
    const urls = options.urls === true ? await readUrlDetails(client, tasks, signal) : undefined;
    if (options.json === true) {
      writeJson(io, {
        Tasks: tasks,
        Failures: failures.groups,
        OmittedUrlCount: failures.omittedUrls,
        ...(urls !== undefined && { UrlDetailList: urls }),
      });
    } else {
      const style = styleOf(io.stdout, io.env);
      const width = widthOf(io.stdout, io.env);
      const why = failureLines(failures, width, style);
      const each = urls === undefined ? [] : ['', ...urlTable(urls, width, style)];
      writeLines(io, [...tasks.flatMap((one) => taskLines(one, width, style)), ...(why.length > 0 ? ['', ...why] : []), ...each]);
    }
    return exitCodeOf(totalsOf(tasks), options.acceptUnknown);
  });
}

async function readTasks(client: Client, ids: readonly string[], signal: AbortSignal): Promise<TaskSummary[]> {
  const { TaskSummaryList } = await client.call('DescribeUcdnTaskSummary', { TaskId: [...ids], Limit: ids.length }, { signal });
  return ids.map((id) => {
    const found = TaskSummaryList.find((one) => one.TaskId === id);
    if (found === undefined) throw new TaskUnknown(id);
    return found;
  });
}

async function readUrlDetails(client: Client, tasks: readonly TaskSummary[], signal: AbortSignal): Promise<UrlDetail[]> {
  const details: UrlDetail[] = [];
  for (const { TaskId, Type, UrlCount } of tasks) {
    for (let Offset = 0; Offset < UrlCount; Offset += 1000) {
      const { UrlDetailList } = await client.call(urlDetailActions[Type], { TaskId, Offset, Limit: 1000 }, { signal });
      details.push(...UrlDetailList);
    }
  }
  return details;
}

function taskLines(one: TaskSummary, width: number, style: Style): string[] {
  const status = paintStatus(one.Status, style)(one.Status);
  const running = isEndedOnWire(one.Status) ? '' : `, ${shownCount(one.ProcessCount)} running`;
  const nodes = one.Nodes.length > 8 ? `${one.Nodes.slice(0, 8).join(', ')} and ${one.Nodes.length - 8} more` : one.Nodes.join(', ');
  const verdicts = verdictLine([one]);
  return [
    `${style.bold(printable(one.TaskId))}  ${status}`,
    ...wrapped(`${totalsLine(totalsOf([one]))}${running}`, width - 2),
    ...(verdicts === undefined ? [] : wrapped(verdicts, width - 2)),
    ...wrapped(`${whatOf(one)}, created ${shownTime(one.CreateTime)} by ${printable(one.SubmittedBy)}`, width - 2),
    ...aroundLines(one).flatMap((line) => wrapped(printable(line), width - 2)),
    ...wrapped(`nodes: ${printable(nodes)}`, width - 2),
  ].map((line, index) => (index === 0 ? line : `  ${line}`));
}

/** What was said at the submit. */
function aroundLines({ Priority, Comment, RetryOf, AfterTaskId }: TaskSummary): string[] {
  return [
    ...(Priority === defaultPriority ? [] : [`priority ${Priority}`]),
    ...(RetryOf === undefined ? [] : [`retry of ${RetryOf}`]),
    ...(AfterTaskId === undefined ? [] : [`starts after ${AfterTaskId}`]),
    ...(Comment === undefined ? [] : [`comment: ${Comment}`]),
  ];
}

/** `prefetch`, `refresh dir (expire)`, `refresh file (delete), then prefetch`. */
function whatOf({ Type, RefreshType, RefreshMode, ThenPrefetch }: TaskSummary): string {
  if (RefreshType === undefined || RefreshMode === undefined) return Type;
  return `${Type} ${RefreshType} (${RefreshMode})${ThenPrefetch === true ? ', then prefetch' : ''}`;
}
