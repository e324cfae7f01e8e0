import type { Command } from 'commander';
import type { Io } from './io.ts';

export type JsonOption = { readonly json?: true };
export type ConfigOption = { readonly config?: string };
export type ClientOptions = JsonOption & ConfigOption & { readonly project?: string };

/** What a command gives: it is run with the rest of the command line and ends with an exit code. */
export type Register = (program: Command, context: Context) => void;
export type Context = {
  readonly io: Io;
  /** A command calls it once; without it the program ends with 0. */
  readonly endWith: (exitCode: number) => void;
};

export function withJson(command: Command): Command {
  return command.option('--json', 'print JSON, for programs');
}

/** For commands that talk to a server. */
export function withClientOptions(command: Command): Command {
  return withJson(command)
    .option('--config <file>', 'take address and key from this configuration where the environment does not give them')
    .option('--project <id>', 'act in this project (default: FOREWARM_PROJECT_ID, else the default project)');
}

/** Lines below the help of a command; the first of each pair is the command line. */
export function withExamples(command: Command, examples: readonly (readonly [string, string])[], note?: string): Command {
  const lines = examples.map(([line, meaning]) => `  ${line}\n      ${meaning}`);
  return command.addHelpText('after', ['', 'Examples:', ...lines, ...(note === undefined ? [] : ['', note])].join('\n'));
}

export function writeJson(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value, null, io.stdout.isTTY === true ? 2 : undefined)}\n`);
}

export function writeLines(io: Io, lines: readonly string[]): void {
  if (lines.length > 0) io.stdout.write(`${lines.join('\n')}\n`);
}

/** For an option that may be given several times. */
export function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
