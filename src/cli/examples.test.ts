import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import type { Context } from './common.ts';
import { programFor } from './program.ts';
import { TemporaryFolder } from './testing/cli.ts';
import { Terminal } from './testing/terminal.ts';

// Every help has examples, and each of them is a command line that the program takes.

const run = promisify(execFile);

/** The whole program, with what it would have run noted instead. */
async function rehearsal(): Promise<{ program: Command; ran: string[] }> {
  const ran: string[] = [];
  const context: Context = { io: new Terminal({}, 80).io, endWith: () => {} };
  const program = await programFor([], context);
  for (const command of allOf(program)) if (command !== program) command.action(() => void ran.push(pathOf(command)));
  return { program, ran };
}

function allOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allOf)];
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (piece) => (text += piece), getOutHelpWidth: () => 80 });
  command.outputHelp();
  return text;
}

/** Lines below "Examples:", without what explains them. */
function examplesOf(text: string): string[] {
  const [, block = ''] = /\nExamples:\n((?: {2}.*\n?)+)/.exec(text) ?? [];
  return block.split('\n').filter((line) => /^ {2}\S/.test(line));
}

/** Has a real shell take a line apart, and gives the arguments of each `forewarm` in it. Everything else in it does nothing. */
async function argumentsIn(line: string): Promise<string[][]> {
  using folder = new TemporaryFolder();
  const file = (name: string): string => join(folder.path, name);
  writeFileSync(
    file('forewarm'),
    `#!${process.execPath}\nrequire('fs').appendFileSync(${JSON.stringify(file('heard'))}, JSON.stringify(process.argv.slice(2)) + '\\n');`,
  );
  for (const name of ['systemctl', 'find', 'less', 'source']) writeFileSync(file(name), '#!/bin/sh\n');
  for (const name of ['forewarm', 'systemctl', 'find', 'less', 'source']) chmodSync(file(name), 0o755);
  writeFileSync(file('heard'), '');
  // `kill` is of the shell itself; where a line writes to is in nobody's way here.
  await run('/bin/sh', ['-euc', `kill() { :; }; ${line.replace(/> \/\S+/, '> written')}`], {
    cwd: folder.path,
    env: { PATH: folder.path },
  });
  return readFileSync(file('heard'), 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text));
}

const { program: listed } = await rehearsal();
const commands = allOf(listed).map((command) => [pathOf(command), command] as const);

test.concurrent.each(commands)('the help of %s has examples that it takes itself', async (path, command) => {
  const help = helpOf(command);
  const lines = examplesOf(help);
  expect(lines.length).toBeGreaterThan(0);
  const [usage = ''] = help.split('Examples:');
  expect(usage.split('\n').filter((line) => line.length > 80)).toEqual([]);
  const ran: string[] = [];
  for (const line of lines) {
    const parsed = await argumentsIn(line);
    // What is a signal to a server, say.
    if (!line.includes('forewarm')) continue;
    expect(parsed).not.toEqual([]);
    for (const args of parsed) {
      const fresh = await rehearsal();
      // Rejects with what is wrong where it is not taken.
      await fresh.program.parseAsync(args, { from: 'user' });
      ran.push(...fresh.ran);
    }
  }
  expect(ran.some((each) => each === path || each.startsWith(`${path} `))).toBe(true);
});
