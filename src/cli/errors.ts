/** What the program ends with. */
export const exitCodes = {
  succeeded: 0,
  /** Something failed or can't be known. */
  failed: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  unreachable: 3,
  /** The server answered with a RetCode. */
  refused: 4,
  timedOut: 5,
  /** Ctrl-C, as shells have it. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An end that the user is told of in words; `hints` say what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exitCode: ExitCode;
  readonly hints: readonly string[];
  constructor(message: string, exitCode: ExitCode, hints: readonly string[] = []) {
    super(message);
    this.exitCode = exitCode;
    this.hints = hints;
  }
}

/** The command line or the configuration is not what is accepted. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
  constructor(message: string, hints: readonly string[] = []) {
    super(message, exitCodes.usage, hints);
  }
}
