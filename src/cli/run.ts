import { CommanderError } from 'commander';
import type { Context } from './common.ts';
import { exitCodes } from './errors.ts';
import type { Io } from './io.ts';
import { programFor } from './program.ts';

/** Runs a command line (`prefetch --wait …`, without node and program) and gives its exit code. Rejects with nothing. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let exitCode: number = exitCodes.succeeded;
  const context: Context = { io, endWith: (code) => (exitCode = code) };
  try {
    const program = await programFor(args, context);
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has told it: help and version end well, the rest is wrong usage.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.succeeded : exitCodes.usage;
    const { tellError } = await import('./tell.ts');
    return tellError(error, io);
  }
}
