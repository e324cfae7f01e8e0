import type { Client } from '../../client/client.ts';
import { WaitTimedOut, type TaskSummary } from '../../client/wait.ts';
import { writeJson, writeLines } from '../common.ts';
import { exitCodes, type ExitCode } from '../errors.ts';
import { failureLines, readFailures, type Failures } from './failures.ts';
import { readRemarks, remarkLines, type Remark, type SubmittedUrls } from './remarks.ts';
import { Interrupted } from '../interrupt.ts';
import { widthOf, type Io } from '../io.ts';
import { shownDuration } from '../screen/quantities.ts';
import { paintStatus, styleOf } from '../screen/style.ts';
import { wrapped } from '../screen/text.ts';
import { endStatus, totalsLine, totalsOf, watchHint, type Totals } from './summary.ts';
import { waitVisibly } from './waiting.ts';

export type WatchOptions = {
  readonly signal: AbortSignal;
  readonly startedMs: number;
  readonly timeoutMs?: number;
  readonly json?: true;
  readonly acceptUnknown?: true;
  /** What nodes said of these URLs is told, too. */
  readonly remarksOf?: readonly SubmittedUrls[];
};

/** Waits for tasks, tells how they ended with the failures by reason, and gives the exit code. */
export async function watchToEnd(client: Client, taskIds: readonly string[], options: WatchOptions, io: Io): Promise<ExitCode> {
  const { signal, timeoutMs, json } = options;
  try {
    const waiting = { signal, ...(timeoutMs !== undefined && { timeoutMs }), ...(json === true && { silent: true }) };
    const tasks = await waitVisibly(client, taskIds, io, waiting);
    const failures = await readFailures(client, tasks, { signal });
    const remarks = options.remarksOf === undefined ? undefined : await readRemarks(client, options.remarksOf, signal);
    return tellEnd(tasks, { failures, remarks }, options, io);
  } catch (error) {
    if (error instanceof Interrupted) {
      io.stderr.write(`\nforewarm: stopped watching; the tasks go on. To watch again: ${watchHint(taskIds)}\n`);
      return exitCodes.interrupted;
    }
    if (error instanceof WaitTimedOut) return tellTimedOut(error.tasks, taskIds, options, io);
    throw error;
  }
}

type Told = { readonly failures: Failures; readonly remarks: readonly Remark[] | undefined };

function tellEnd(tasks: readonly TaskSummary[], { failures, remarks }: Told, options: WatchOptions, io: Io): ExitCode {
  const totals = totalsOf(tasks);
  const elapsedMs = Date.now() - options.startedMs;
  if (options.json === true) {
    writeJson(io, {
      Status: endStatus(totals),
      ...totals,
      ElapsedMs: elapsedMs,
      Tasks: tasks,
      Failures: failures.groups,
      OmittedUrlCount: failures.omittedUrls,
      ...(remarks !== undefined && { Remarks: remarks }),
    });
  } else {
    const style = styleOf(io.stdout, io.env);
    const width = widthOf(io.stdout, io.env);
    const end = wrapped(`${totalsLine(totals)} in ${shownDuration(elapsedMs)}.`, width).map(paintStatus(endStatus(totals), style));
    const why = failureLines(failures, width, style);
    const said = remarkLines(remarks ?? [], width, style);
    writeLines(io, [...end, ...(said.length > 0 ? ['', ...said] : []), ...(why.length > 0 ? ['', ...why] : [])]);
  }
  return exitCodeOf(totals, options.acceptUnknown);
}

export function exitCodeOf({ FailureCount, UnknowCount }: Totals, acceptUnknown: true | undefined): ExitCode {
  return FailureCount > 0 || (UnknowCount > 0 && acceptUnknown !== true) ? exitCodes.failed : exitCodes.succeeded;
}

function tellTimedOut(tasks: readonly TaskSummary[], taskIds: readonly string[], options: WatchOptions, io: Io): ExitCode {
  const totals = totalsOf(tasks);
  if (options.json === true)
    writeJson(io, { Status: 'process', ...totals, ElapsedMs: Date.now() - options.startedMs, Tasks: tasks, TimedOut: true });
  const known = tasks.length === 0 ? '' : `: ${totalsLine(totals)}`;
  io.stderr.write(
    `forewarm: not all had ended after ${shownDuration(options.timeoutMs ?? 0)}${known}. The tasks go on; to watch: ${watchHint(taskIds)}\n`,
  );
  return exitCodes.timedOut;
}
