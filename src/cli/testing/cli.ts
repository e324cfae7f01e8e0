import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const main = new URL('../../main.ts', import.meta.url).pathname;
/** Kept from run to run, so that types are taken out once; beside other things that may be deleted at any time. */
const cacheFolder = new URL('../../../node_modules/.cache', import.meta.url).pathname;

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
export type CliOptions = { readonly env?: Record<string, string>; readonly cwd?: string; readonly stdin?: string };

/** The program as its users start it, with nothing in its environment but what is given. */
export class Cli {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly #readers: (() => void)[] = [];
  #stdout = '';
  #stderr = '';

  constructor(args: readonly string[], { env = {}, cwd = tmpdir(), stdin }: CliOptions = {}) {
    const child = spawn(process.execPath, [main, ...args], {
      cwd,
      env: { PATH: process.env['PATH'], XDG_CACHE_HOME: cacheFolder, TZ: 'UTC', ...env },
      stdio: 'pipe',
    });
    this.child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#heard();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#heard();
    });
    // A program that refuses its arguments closes its input unread.
    child.stdin.on('error', () => {});
    child.stdin.end(stdin ?? '');
    this.ended = once(child, 'close').then(([code]: unknown[]) => ({
      code: typeof code === 'number' ? code : null,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
  }

  /** Resolves with the match once either output has it; rejects when the program ends without. */
  async said(pattern: RegExp): Promise<RegExpExecArray> {
    let ended = false;
    for (;;) {
      const match = pattern.exec(this.#stdout) ?? pattern.exec(this.#stderr);
      if (match !== null) return match;
      if (ended) throw new Error(`ended without ${pattern}: ${this.#stdout}${this.#stderr}`);
      const more = new Promise<boolean>((resolve) => this.#readers.push(() => resolve(false)));
      ended = await Promise.race([more, this.ended.then(() => true)]);
    }
  }

  #heard(): void {
    for (const reader of this.#readers.splice(0)) reader();
  }
}

export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<Ended> {
  return await new Cli(args, options).ended;
}

/** A folder that is gone at the end of its block. */
export class TemporaryFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'forewarm-cli-'));
  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
