import type { ExitCode } from './errors.ts';
import { errorText } from './errortext.ts';
import type { Io } from './io.ts';
import { styleOf } from './screen/style.ts';

/** Tells an error on stderr: what happened, then what to do. Gives the exit code. */
export function tellError(error: unknown, io: Io, more: readonly string[] = []): ExitCode {
  const { message, hints, exitCode } = errorText(error);
  const style = styleOf(io.stderr, io.env);
  const lines = [
    `${style.red('forewarm:')} ${message}`,
    ...more.map((line) => `  ${line}`),
    ...hints.map((hint) => `  ${style.dim('→')} ${hint}`),
  ];
  io.stderr.write(`${lines.join('\n')}\n`);
  if (io.env['FOREWARM_DEBUG'] === '1' && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
  return exitCode;
}
