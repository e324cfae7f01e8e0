import type { Command } from 'commander';
import { withClientOptions, withExamples, type ClientOptions, type Context } from './common.ts';
import { registerNodeChange } from './nodes/change.ts';

export function register(program: Command, context: Context): void {
  const command = program
    .command('nodes')
    .summary('list nodes with what they are doing; resync, drain, undrain')
    .description('Lists the nodes of the server with what they are doing, whether users may come to them, and if not, why.');
  withExamples(withClientOptions(command), [
    ['forewarm nodes', 'what runs where, and which node is in trouble'],
    ['forewarm nodes --json', 'the same for a program'],
    ['forewarm nodes drain edge-a', 'before work on that edge'],
    ['forewarm nodes resync edge-a', 'its disk was restored from a backup, say'],
  ]).action(async (options: ClientOptions) => {
    const { listNodes } = await import('./nodes/list.ts');
    await listNodes(options, context.io);
  });
  registerNodeChange(command, context, {
    name: 'resync',
    action: 'ResyncUcdnNode',
    summary: 'have nodes replay what they should have forgotten and should hold',
    description:
      'Has each node forget all that the server remembers as purged, then get all that its domains should hold (keepWarm). Until then it is not ready: /readyz/nodes/NAME answers 503.',
    examples: [['forewarm nodes resync edge-a', 'its disk was restored from a backup, or somebody emptied its cache']],
  });
  registerNodeChange(command, context, {
    name: 'drain',
    action: 'DrainUcdnNode',
    summary: 'stop work for nodes and call them not ready',
    description:
      'Stops new fetches through each node and calls it not ready, so that a balancer sends users elsewhere; purges go on. Lasts over restarts, until undrain.',
    examples: [['forewarm nodes drain edge-a edge-b', 'before work on these edges']],
  });
  registerNodeChange(command, context, {
    name: 'undrain',
    action: 'UndrainUcdnNode',
    summary: 'end a drain',
    description: 'Ends a drain: what waited is fetched, and each node is ready once it has forgotten and got what it missed.',
    examples: [['forewarm nodes undrain edge-a edge-b', 'the work is done']],
  });
}
