import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import type { Served } from '../serve.ts';
import { withExamples, type ConfigOption, type Context } from './common.ts';
import { readConfig } from './configfile.ts';
import { CommandError, exitCodes, UsageError, type ExitCode } from './errors.ts';
import type { Io } from './io.ts';
import { ServerLog } from './serverlog.ts';

export function register(program: Command, { io, endWith }: Context): void {
  const command = program
    .command('serve')
    .summary('run the server: API, store and engine')
    .description(
      'Runs the server: API, store and engine. SIGTERM and Ctrl-C end it in order, SIGHUP makes it read its configuration again.',
    )
    .option('--config <file>', 'the configuration', 'forewarm.yaml');
  withExamples(command, [
    ['forewarm serve', 'with ./forewarm.yaml'],
    ['kill -HUP PID', 'after a change of domains, nodes, keys, projects or limits'],
  ]).action(async ({ config = 'forewarm.yaml' }: ConfigOption) => endWith(await serveUntilStopped(config, io)));
}

async function serveUntilStopped(file: string, io: Io): Promise<ExitCode> {
  const { config, warnings } = await readConfig(file, io);
  const log = new ServerLog(config.log, io);
  for (const warning of warnings) log.warn(warning);
  const signals = new Signals();
  try {
    const server = await start(config);
    for (;;) {
      const signal = await signals.next();
      if (signal === 'SIGHUP') await reload(file, server, log, io);
      else {
        await server.stop();
        return exitCodes.succeeded;
      }
    }
  } finally {
    signals.stop();
  }
}

async function start(config: Config): Promise<Served> {
  const { serve } = await import('../serve.ts');
  try {
    return await serve(config);
  } catch (error) {
    throw new CommandError(`the server can't start: ${error instanceof Error ? error.message : String(error)}`, exitCodes.failed);
  }
}

async function reload(file: string, server: Served, log: ServerLog, io: Io): Promise<void> {
  try {
    const { config, warnings } = await readConfig(file, io);
    server.reload(config);
    for (const warning of warnings) log.warn(warning);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.error(`${file} was read again and changes nothing: ${why}`);
    if (!(error instanceof UsageError) && io.env['FOREWARM_DEBUG'] === '1' && error instanceof Error) log.error(error.stack ?? '');
  }
}

type Handled = 'SIGTERM' | 'SIGINT' | 'SIGHUP';

/** Signals in the order in which they came, from before the server has started. A second SIGTERM or Ctrl-C ends the process at once. */
class Signals {
  readonly #came: Handled[] = [];
  #wake: (() => void) | undefined;
  readonly #take = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGTERM' && signal !== 'SIGINT' && signal !== 'SIGHUP') return;
    this.#came.push(signal);
    if (signal !== 'SIGHUP') {
      process.off('SIGTERM', this.#take);
      process.off('SIGINT', this.#take);
    }
    this.#wake?.();
  };

  constructor() {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, this.#take);
  }

  async next(): Promise<Handled> {
    for (;;) {
      const signal = this.#came.shift();
      if (signal !== undefined) return signal;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  stop(): void {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.off(signal, this.#take);
  }
}
