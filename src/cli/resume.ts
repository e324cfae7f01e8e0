import type { Command } from 'commander';
import { withExamples, type Context } from './common.ts';
import type { Io } from './io.ts';
import { scopesOf, tellPauses, withScope, type PauseList, type ScopeOptions } from './pausing.ts';

export function register(program: Command, { io }: Context): void {
  const command = program
    .command('resume')
    .summary('end a pause')
    .description(
      'Ends a pause of that very scope. Without --domain and --node: the pause of everything; domains and nodes paused by name stay so.',
    );
  withExamples(withScope(command), [
    ['forewarm resume', 'ends forewarm pause'],
    ['forewarm resume --node edge-a', 'ends forewarm pause --node edge-a'],
  ]).action(async (options: ScopeOptions) => await resume(options, io));
}

async function resume(options: ScopeOptions, io: Io): Promise<void> {
  const { connect } = await import('./connect.ts');
  const client = await connect(io, options);
  let list: PauseList = [];
  for (const scope of scopesOf(options)) ({ PauseList: list } = await client.call('ResumeUcdnFetch', scope));
  tellPauses(list, options, io);
}
