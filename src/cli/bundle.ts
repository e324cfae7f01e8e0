import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { withClientOptions, withExamples, writeJson, writeLines, type ClientOptions, type Context } from './common.ts';
import { exitCodes, UsageError, type ExitCode } from './errors.ts';
import type { Io } from './io.ts';
import { counted, shownBytes } from './screen/quantities.ts';
import { printable } from './screen/text.ts';

type BundleOptions = ClientOptions & { readonly log?: string; readonly output?: string };

export function register(program: Command, { io, endWith }: Context): void {
  const command = program
    .command('bundle')
    .summary('pack what helps others to help you, without secrets')
    .description(
      'Packs what helps others to find out what is wrong: version, system, configuration and its faults, nodes, domains, tasks and audit log of the last day, metrics. ' +
        'Private keys, tokens, values of headers, users and queries of URLs are taken out. Without a server it packs what is there.',
    )
    .option('-o, --output <file>', 'where to (default: forewarm-bundle-TIME.tar.gz here)')
    .option('--log <file>', 'the server’s log, of which the end is packed as well; - reads it from standard input');
  withExamples(
    withClientOptions(command),
    [
      ['forewarm bundle', 'beside forewarm.yaml'],
      ['forewarm bundle --config /etc/forewarm/forewarm.yaml --log /var/log/forewarm.log', 'with what the server said'],
      ['journalctl -u forewarm -o cat --since -1d | forewarm bundle --log -', 'the same where systemd keeps it'],
    ],
    'Look through it before you pass it on: names of domains and nodes, addresses and\ncomments of tasks are in it.',
  ).action(async (options: BundleOptions) => endWith(await bundle(options, io)));
}

async function bundle(options: BundleOptions, io: Io): Promise<ExitCode> {
  const { collect } = await import('./bundle/collect.ts');
  const { packed } = await import('./bundle/archive.ts');
  const name = `forewarm-bundle-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  const { files, missing } = await collect(options, io);
  const bytes = await packed(name, files);
  const output = options.output ?? `${name}.tar.gz`;
  await write(output, bytes);
  if (options.json === true) {
    writeJson(io, { File: output, SizeBytes: bytes.length, Files: files.map((file) => file.name), Missing: missing });
    return exitCodes.succeeded;
  }
  for (const { Name, Reason } of missing) io.stderr.write(`without ${Name}: ${printable(Reason)}\n`);
  writeLines(io, [
    `wrote ${output}: ${counted(files.length, 'file')}, ${shownBytes(bytes.length)}. Look through it before you pass it on.`,
  ]);
  return exitCodes.succeeded;
}

/** For its owner alone, and never over what is there. */
async function write(file: string, bytes: Buffer): Promise<void> {
  if (existsSync(file)) throw new UsageError(`${file} is there already`, ['--output FILE writes elsewhere.']);
  try {
    await writeFile(file, bytes, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${file} can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
