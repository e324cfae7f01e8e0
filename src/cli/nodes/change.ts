import type { Command } from 'commander';
import type { Answer } from '../../wire/actions.ts';
import { withClientOptions, withExamples, writeJson, writeLines, type ClientOptions, type Context } from '../common.ts';
import type { Io } from '../io.ts';
import { ledgerSentence } from './ledgerwords.ts';

type Change = 'ResyncUcdnNode' | 'DrainUcdnNode' | 'UndrainUcdnNode';

export type NodeCommand = {
  readonly name: string;
  readonly action: Change;
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly (readonly [string, string])[];
};

/** A command below `nodes` that is given names and tells of each how it stands then. */
export function registerNodeChange(nodes: Command, { io }: Context, { name, action, summary, description, examples }: NodeCommand): void {
  const command = nodes
    .command(name)
    .summary(summary)
    .description(description)
    .argument('<name...>', 'names of nodes, as forewarm nodes lists them');
  withExamples(withClientOptions(command), examples).action(
    // Options that stand before the name of this command are those of `nodes`.
    async (names: readonly string[], _own: ClientOptions, given: Command) =>
      await change(action, names, given.optsWithGlobals<ClientOptions>(), io),
  );
}

async function change(action: Change, names: readonly string[], options: ClientOptions, io: Io): Promise<void> {
  const { connect } = await import('../connect.ts');
  const client = await connect(io, options);
  const answers: Answer<Change>[] = [];
  for (const Node of new Set(names)) {
    const answer = await client.call(action, { Node });
    answers.push(answer);
    if (options.json !== true) writeLines(io, [`${Node}: ${ledgerSentence(answer)}`]);
  }
  if (options.json === true) writeJson(io, { NodeList: answers });
}
