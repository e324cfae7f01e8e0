/** What a command sees of the world around it; handed in, so that a test can stand in for it. */
export type Io = {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: Out;
  readonly stderr: Out;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** A stream that may be a terminal. */
export type Out = {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  /** A terminal tells when its size has changed. */
  on?(event: 'resize', listener: () => void): unknown;
  off?(event: 'resize', listener: () => void): unknown;
};

export function processIo(): Io {
  return { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env };
}

/**
 * Columns that text may take. A pipe takes any: what a program reads is never shortened. COLUMNS goes before both,
 * as it does for ls and man.
 */
export function widthOf(out: Out, env: Io['env']): number {
  const asked = Number(env['COLUMNS']);
  if (Number.isInteger(asked) && asked > 0) return asked;
  return out.isTTY === true ? (out.columns ?? 80) : Infinity;
}
