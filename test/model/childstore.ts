import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Said } from './storechild.ts';

const script = fileURLToPath(new URL('storechild.ts', import.meta.url));

/** A process with a store of its own (see storechild.ts) and what it says, as it comes. */
export type ChildStore = AsyncDisposable & { pid: number; said: AsyncIterator<Said, undefined>; killed(): Promise<void> };

/** `fileKiB`: no file of the child may grow beyond that. */
export function startChild(path: string, what: 'hold' | 'work' | 'fill', limits: { fileKiB?: number } = {}): ChildStore {
  const limited = limits.fileKiB === undefined ? '' : `ulimit -f ${limits.fileKiB}; `;
  const child = spawn('bash', ['-c', `${limited}exec "$0" "$@"`, process.execPath, script, path, what], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return {
    pid: child.pid ?? 0,
    said: saidBy(child),
    killed: () => kill(child),
    [Symbol.asyncDispose]: () => kill(child),
  };
}

async function* saidBy({ stdout }: ChildProcess): AsyncGenerator<Said, undefined> {
  if (stdout === null) return undefined;
  for await (const line of createInterface({ input: stdout })) {
    // The last line may be cut by the kill.
    if (line.endsWith('}')) yield JSON.parse(line);
  }
  return undefined;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
