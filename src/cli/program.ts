import { Command } from 'commander';
import { version } from '../version.ts';
import type { Context, Register } from './common.ts';
import { widthOf } from './io.ts';

/** In the order in which help lists them. */
const commands = new Map<string, () => Promise<{ register: Register }>>([
  ['init', () => import('./init.ts')],
  ['check-config', () => import('./checkconfig.ts')],
  ['probe', () => import('./probe.ts')],
  ['serve', () => import('./serve.ts')],
  ['prefetch', () => import('./prefetch.ts')],
  ['refresh', () => import('./refresh.ts')],
  ['tasks', () => import('./tasks.ts')],
  ['task', () => import('./task.ts')],
  ['cancel', () => import('./cancel.ts')],
  ['retry', () => import('./retry.ts')],
  ['explain', () => import('./explain.ts')],
  ['coverage', () => import('./coverage.ts')],
  ['nodes', () => import('./nodes.ts')],
  ['pause', () => import('./pause.ts')],
  ['resume', () => import('./resume.ts')],
  ['keys', () => import('./keys.ts')],
  ['audit', () => import('./audit.ts')],
  ['callbacks', () => import('./callbacks.ts')],
  ['bundle', () => import('./bundle.ts')],
  ['completion', () => import('./completion.ts')],
]);

/**
 * The program that reads a command line. Only the command that is named is loaded; all of them when help must list them, a
 * mistyped name is to be mended, or nothing is named.
 */
export async function programFor(args: readonly string[], context: Context): Promise<Command> {
  const { io } = context;
  const program = new Command('forewarm')
    .description('Fills the caches of your own CDN edges before users come, and makes them forget.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print help; forewarm COMMAND --help has more')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .showHelpAfterError('(forewarm --help lists what there is)')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => helpWidth(widthOf(io.stdout, io.env)),
      getErrHelpWidth: () => helpWidth(widthOf(io.stderr, io.env)),
    })
    .addHelpText('after', helpEnd);
  // What completes command lines must know them all.
  const named = args[0] === 'completion' ? undefined : commands.get(args[0] ?? '');
  if (args[0] === '--version') return program;
  const loads = named === undefined ? [...commands.values()] : [named];
  for (const { register } of await Promise.all(loads.map((load) => load()))) register(program, context);
  return program;
}

function helpWidth(width: number): number {
  return width === Infinity ? 80 : width;
}

const helpEnd = `
Clients read FOREWARM_ENDPOINT, FOREWARM_PUBLIC_KEY, FOREWARM_PRIVATE_KEY and
FOREWARM_PROJECT_ID; what is not set comes from ./forewarm.yaml.

Exit codes: 0 all succeeded; 1 something failed or can't be known;
2 wrong usage or configuration; 3 server not reachable; 4 refused (RetCode);
5 timed out waiting.

Examples:
  forewarm probe http://127.0.0.1:8081 https://cdn.example.com/a.bin
  forewarm init && forewarm serve
  forewarm prefetch --file urls.txt --wait
  forewarm refresh --type dir https://cdn.example.com/img/ --wait
  forewarm task ID --watch`;
