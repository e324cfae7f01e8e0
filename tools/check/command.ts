import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';

export type CommandResult = { exitCode: number; output: string };

/** Runs a command in the checkout and gathers all that it writes. A command that can't be started counts as failed. */
export async function runCommand(command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
  const [program = '', ...args] = command;
  // What is gathered goes to logs as well as to terminals: no colours, and where a tool won't hear, they are taken out.
  const plain = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const child = spawn(program, args, { env: { ...plain, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => (output += chunk));
  }
  try {
    const [code, signal] = await once(child, 'close');
    if (typeof code === 'number') return { exitCode: code, output: stripVTControlCharacters(output) };
    return { exitCode: 1, output: `${output}ended by ${String(signal)}\n` };
  } catch (error) {
    return { exitCode: 127, output: `${String(error)}\n` };
  }
}
