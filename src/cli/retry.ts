import type { Command } from 'commander';
import { withClientOptions, withExamples, writeJson, writeLines, type ClientOptions, type Context } from './common.ts';
import { exitCodes, UsageError, type ExitCode } from './errors.ts';
import { watchHint } from './follow/summary.ts';
import { watchToEnd } from './follow/watchtoend.ts';
import { interruptible } from './interrupt.ts';
import type { Io } from './io.ts';
import { readDuration } from './screen/times.ts';

type RetryOptions = ClientOptions & { readonly wait?: true; readonly timeout?: string; readonly acceptUnknown?: true };

export function register(program: Command, { io, endWith }: Context): void {
  const command = program
    .command('retry')
    .summary('submit once more what failed of a task')
    .description(
      'Submits a new task of the URLs of a task that failed or whose outcome can not be known, each on those nodes only that do not have it. It counts in no quota.',
    )
    .argument('<id>', 'the task')
    .option('-w, --wait', 'wait until every URL has ended; tell what failed and why')
    .option('--timeout <duration>', 'stop waiting after this (90s, 5m, 2h), with exit code 5; the task goes on')
    .option('--accept-unknown', 'URLs whose outcome can not be known count as succeeded');
  withExamples(withClientOptions(command), [['forewarm retry ID --wait', 'after the node that failed was mended']]).action(
    async (id: string, options: RetryOptions) => endWith(await retry(id, options, io)),
  );
}

async function retry(id: string, options: RetryOptions, io: Io): Promise<ExitCode> {
  const timeoutMs = options.timeout === undefined ? undefined : readDuration(options.timeout, '--timeout');
  if (options.wait !== true && timeoutMs !== undefined) throw new UsageError('--timeout goes with --wait');
  const { connect } = await import('./connect.ts');
  const client = await connect(io, options);
  return await interruptible(async (signal) => {
    const startedMs = Date.now();
    const { TaskId } = await client.call('RetryUcdnCacheTask', { TaskId: id }, { signal });
    if (options.wait === true) {
      return await watchToEnd(client, [TaskId], { ...options, startedMs, signal, ...(timeoutMs !== undefined && { timeoutMs }) }, io);
    }
    if (options.json === true) {
      writeJson(io, { TaskId, RetryOf: id });
      return exitCodes.succeeded;
    }
    writeLines(io, [TaskId]);
    io.stderr.write(`To watch: ${watchHint([TaskId])}\n`);
    return exitCodes.succeeded;
  });
}
