import type { Command } from 'commander';
import { withClientOptions, withExamples, writeJson, writeLines, type ClientOptions, type Context } from './common.ts';
import type { Io } from './io.ts';

export function register(program: Command, { io }: Context): void {
  const command = program
    .command('cancel')
    .summary('end a task that has not ended')
    .description(
      'Ends tasks: running fetches stop within a second, URLs that had ended stay as they are, the rest fail as cancelled. For one that has ended it changes nothing.',
    )
    .argument('<id...>', 'one task or several');
  withExamples(withClientOptions(command), [
    ['forewarm cancel ID', 'it was the wrong list'],
    ['forewarm task ID', 'what had ended before'],
  ]).action(async (ids: string[], options: ClientOptions) => await cancel(ids, options, io));
}

async function cancel(ids: readonly string[], options: ClientOptions, io: Io): Promise<void> {
  const { connect } = await import('./connect.ts');
  const client = await connect(io, options);
  const { CancelledList } = await client.call('CancelUcdnCacheTask', { TaskId: [...ids] });
  if (options.json === true) {
    writeJson(io, { CancelledList });
    return;
  }
  writeLines(
    io,
    ids.map((id) => `${id}  ${CancelledList.includes(id) ? 'cancelled' : 'had ended'}`),
  );
}
