import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { withExamples, withJson, writeJson, writeLines, type ConfigOption, type Context, type JsonOption } from './common.ts';
import { UsageError } from './errors.ts';
import type { Io } from './io.ts';
import { starterFile } from './starter.ts';

type InitOptions = JsonOption & ConfigOption & { readonly force?: true };

export function register(program: Command, { io }: Context): void {
  const command = withJson(program.command('init'))
    .summary('write a first configuration with a fresh key pair')
    .description(
      'Writes a first configuration with a fresh key pair. The private key goes to a file of its own in ./data that only you can read.',
    )
    .option('--config <file>', 'where to', 'forewarm.yaml')
    .option('--force', 'replace a configuration that is there; its master key stays');
  withExamples(command, [['forewarm init', 'forewarm.yaml and ./data here']]).action((options: InitOptions) => init(options, io));
}

/** Relative to the configuration's folder. */
const dataFolder = 'data';

function init({ config: file = 'forewarm.yaml', force, json }: InitOptions, io: Io): void {
  const folder = dirname(resolve(file));
  const keyFile = join(dataFolder, 'private.key');
  const masterKeyFile = join(dataFolder, 'master.key');
  const taken = [basename(file), keyFile].filter((name) => existsSync(join(folder, name)));
  if (taken.length > 0 && force !== true) {
    throw new UsageError(
      `${taken.map((name) => shown(join(folder, name))).join(' and ')} ${taken.length === 1 ? 'is' : 'are'} there already, so nothing was written`,
      ['forewarm init --force replaces them (and so the key pair); --config FILE writes elsewhere.'],
    );
  }
  const publicKey = randomBytes(16).toString('hex');
  const written: string[] = [];
  try {
    mkdirSync(join(folder, dataFolder), { recursive: true, mode: 0o700 });
    // Private keys of keys made at run time will be encrypted with it: a lost one would take them along.
    if (!existsSync(join(folder, masterKeyFile)))
      written.push(writeSecret(join(folder, masterKeyFile), randomBytes(32).toString('base64')));
    written.push(writeSecret(join(folder, keyFile), randomBytes(32).toString('hex')));
    writeFileSync(resolve(file), starterFile({ publicKey, privateKeyFile: `./${keyFile}`, masterKeyFile: `./${masterKeyFile}` }), {
      flag: force === true ? 'w' : 'wx',
    });
    written.push(resolve(file));
  } catch (error) {
    throw new UsageError(`the files can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (json === true) writeJson(io, { Files: written.map(shown), PublicKey: publicKey });
  else writeLines(io, nextSteps(file, join(dirname(file), keyFile), publicKey, written));
}

function writeSecret(path: string, text: string): string {
  writeFileSync(path, `${text}\n`, { mode: 0o600 });
  // The mode above counts for a new file only.
  chmodSync(path, 0o600);
  return path;
}

function nextSteps(file: string, keyFile: string, publicKey: string, written: readonly string[]): string[] {
  const named = file === 'forewarm.yaml' ? '' : ` --config ${file}`;
  return [
    ...written.map((path) => `wrote ${shown(path)}`),
    '',
    'Next:',
    `  1. Name your caches and domains under nodes: and domains: in ${file}`,
    `  2. forewarm check-config${named}`,
    `  3. forewarm serve${named}`,
    `  4. forewarm prefetch${named} https://cdn.example.com/a.mp4 --wait`,
    '',
    'Commands that are run beside the configuration take address and key from it. Elsewhere:',
    '  export FOREWARM_ENDPOINT=http://127.0.0.1:8460',
    `  export FOREWARM_PUBLIC_KEY=${publicKey}`,
    `  export FOREWARM_PRIVATE_KEY="$(cat ${keyFile})"`,
  ];
}

function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
}
