import type { Command } from 'commander';
import { withClientOptions, withExamples, writeJson, writeLines, type ClientOptions, type Context } from './common.ts';
import { exitCodes, type ExitCode } from './errors.ts';
import { explanationLines, isFreshEverywhere } from './explanation.ts';
import { widthOf, type Io } from './io.ts';
import { styleOf } from './screen/style.ts';

export function register(program: Command, { io, endWith }: Context): void {
  const command = program
    .command('explain')
    .summary('tell of a URL which node has it, and why another has not')
    .description('Asks every node of a domain what it has of a URL, and tells why it has not. Nothing is fetched by it.')
    .argument('<url>', 'http:// or https://, on a domain of the project');
  withExamples(
    withClientOptions(command),
    [
      ['forewarm explain https://cdn.example.com/a.mp4', 'node by node'],
      ['forewarm explain https://cdn.example.com/a.mp4 --json', 'the same for a program'],
    ],
    'Ends with 0 when it is there and fresh on every node, else with 1.',
  ).action(async (url: string, options: ClientOptions) => endWith(await explain(url, options, io)));
}

async function explain(url: string, options: ClientOptions, io: Io): Promise<ExitCode> {
  const { connect } = await import('./connect.ts');
  const client = await connect(io, options);
  const answer = await client.call('ExplainUcdnUrl', { Url: url });
  if (options.json === true) writeJson(io, answer);
  else writeLines(io, explanationLines(answer, widthOf(io.stdout, io.env), styleOf(io.stdout, io.env)));
  return isFreshEverywhere(answer) ? exitCodes.succeeded : exitCodes.failed;
}
