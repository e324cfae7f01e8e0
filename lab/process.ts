import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { tellReaper } from './reaper.ts';

export type ProcessOptions = {
  /** How errors call it. */
  name: string;
  command: string;
  args?: readonly string[];
  /** Added to this process's own. */
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** Asked again and again until true, with all that the process has written so far; it may try a connection. */
  isReady: (output: string) => boolean | Promise<boolean>;
  /** Default 30,000. */
  readyMs?: number;
  /** Default SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** How long `stop` waits before it kills; default 10,000. */
  stopMs?: number;
};

/** A process that the lab started, with all of its children (a process group of its own). */
export type LabProcess = AsyncDisposable & {
  readonly pid: number;
  /** Settles when the process has ended, with its exit code or signal. Never rejects. */
  readonly exited: Promise<number | NodeJS.Signals>;
  /** The last 64 KiB of stdout and stderr together. */
  output(): string;
  /** Signals the process itself, without its children: `SIGKILL` is the power cut of a test. */
  kill(signal: NodeJS.Signals): void;
  /** Ends it in good order: stopSignal, then after `stopMs` SIGKILL to the whole group. */
  stop(): Promise<number | NodeJS.Signals>;
  /** Ends it at once, the whole group, by SIGKILL. */
  end(): Promise<number | NodeJS.Signals>;
};

/** Why a process did not come up, with the end of what it wrote. */
export class StartFailed extends Error {
  override readonly name = 'StartFailed';
  readonly output: string;
  constructor(message: string, output: string) {
    super(`${message}\n${output.slice(-4000)}`.trimEnd());
    this.output = output;
  }
}

/** Resolves once the process is ready; rejects with StartFailed when it ends before or is not ready in time. */
export async function startProcess(options: ProcessOptions): Promise<LabProcess> {
  const child = spawn(options.command, options.args ?? [], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C must not reach it before us, and its workers can be ended with it.
    detached: true,
  });
  const output = collectOutput(child);
  const exited = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
  });
  const { pid } = child;
  if (pid === undefined) {
    await once(child, 'error');
    throw new StartFailed(`${options.name} could not be started: ${options.command}`, '');
  }
  tellReaper('server', pid);
  let ended: number | NodeJS.Signals | undefined;
  void exited.then((how) => {
    ended = how;
  });

  const end = async (): Promise<number | NodeJS.Signals> => {
    // Also after a clean end: what stays of the group, workers without a master say, goes with it.
    killGroup(pid);
    tellReaper('gone', pid);
    return exited;
  };
  const stop = async (): Promise<number | NodeJS.Signals> => {
    if (ended === undefined) child.kill(options.stopSignal ?? 'SIGTERM');
    const patience = AbortSignal.timeout(options.stopMs ?? 10_000);
    await Promise.race([exited, aborted(patience)]);
    return end();
  };

  const readyMs = options.readyMs ?? 30_000;
  const deadlineMs = Date.now() + readyMs;
  for (;;) {
    const isReady = await options.isReady(output());
    // In this order: something else may have answered in the place of a server that could not bind.
    if (ended !== undefined) {
      await end();
      throw new StartFailed(`${options.name} ended (${ended}) before it was ready`, output());
    }
    if (isReady) break;
    if (Date.now() > deadlineMs) {
      await end();
      throw new StartFailed(`${options.name} was not ready within ${readyMs} ms`, output());
    }
    await Promise.race([exited, delay(10)]);
  }
  return {
    pid,
    exited,
    output,
    kill: (signal) => void child.kill(signal),
    stop,
    end,
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}

function collectOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => (text = (text + chunk).slice(-65_536)));
  }
  return () => text;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
