import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import type { Fault } from '../config/fault.ts';
import { withExamples, withJson, writeJson, writeLines, type ConfigOption, type Context, type JsonOption } from './common.ts';
import { exitCodes, type ExitCode } from './errors.ts';
import type { Io } from './io.ts';
import { counted } from './screen/quantities.ts';
import { styleOf } from './screen/style.ts';

type CheckOptions = JsonOption & ConfigOption;

export function register(program: Command, { io, endWith }: Context): void {
  const command = withJson(program.command('check-config'))
    .summary('tell everything that is wrong with a configuration')
    .description('Tells everything that is wrong with a configuration at once, with line and column, and which keys have no effect.')
    .option('--config <file>', 'the configuration', 'forewarm.yaml');
  withExamples(command, [
    ['forewarm check-config', './forewarm.yaml'],
    ['forewarm check-config --config /etc/forewarm.yaml && systemctl reload forewarm', 'before a reload'],
  ]).action(async (options: CheckOptions) => endWith(await checkConfig(options, io)));
}

async function checkConfig({ config: file = 'forewarm.yaml', json }: CheckOptions, io: Io): Promise<ExitCode> {
  const [{ loadConfig }, { formatFault }] = await Promise.all([import('../config/load.ts'), import('../config/fault.ts')]);
  const loaded = loadConfig(file, io.env);
  const faults = loaded.ok ? [] : loaded.faults;
  if (json === true) writeJson(io, { Ok: loaded.ok, Faults: faults.map(inJson), Warnings: loaded.warnings.map(inJson) });
  else {
    const style = styleOf(io.stderr, io.env);
    for (const fault of faults) io.stderr.write(`${style.red('fault')}   ${formatFault(fault)}\n`);
    for (const warning of loaded.warnings) io.stderr.write(`${style.yellow('warning')} ${formatFault(warning)}\n`);
    if (loaded.ok) writeLines(io, [`${file} is right: ${contents(loaded.config)}.`]);
    else io.stderr.write(`${file} has ${counted(faults.length, 'fault')}.\n`);
  }
  return loaded.ok ? exitCodes.succeeded : exitCodes.usage;
}

function inJson({ file: File, line: Line, column: Column, message: Message }: Fault) {
  return { File, Line, Column, Message };
}

function contents({ projects, keys, nodes, domains }: Config): string {
  return [
    counted(projects.length, 'project'),
    counted(keys.length, 'key'),
    counted(nodes.length, 'node'),
    counted(domains.length, 'domain'),
  ].join(', ');
}
