import type { Command } from 'commander';
import { withExamples, type Context } from './common.ts';
import { UsageError } from './errors.ts';
import type { Io } from './io.ts';
import { scopesOf, tellPauses, withScope, type PauseList, type ScopeOptions } from './pausing.ts';

type PauseOptions = ScopeOptions & { readonly list?: true };

export function register(program: Command, { io }: Context): void {
  const command = program
    .command('pause')
    .summary('stop new fetches of a domain, a node or everything')
    .description(
      'Stops new fetches within a second, until resumed; restarts do not end it. Fetches that run end by themselves. Without --domain and --node: everything.',
    )
    .option('--list', 'only tell what is paused');
  withExamples(withScope(command), [
    ['forewarm pause --domain cdn.example.com', 'the origin of that domain is in trouble'],
    ['forewarm pause --node edge-a', 'before work on that edge'],
    ['forewarm pause --list', 'what is paused now'],
  ]).action(async (options: PauseOptions) => await pause(options, io));
}

async function pause(options: PauseOptions, io: Io): Promise<void> {
  if (options.list === true && (options.domain !== undefined || options.node !== undefined)) {
    throw new UsageError('--list goes with neither --domain nor --node');
  }
  const { connect } = await import('./connect.ts');
  const client = await connect(io, options);
  let list: PauseList = [];
  if (options.list === true) ({ PauseList: list } = await client.call('DescribeUcdnPause', {}));
  else for (const scope of scopesOf(options)) ({ PauseList: list } = await client.call('PauseUcdnFetch', scope));
  tellPauses(list, options, io);
}
