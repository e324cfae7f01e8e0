import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '../../lab/folder.ts';

/** A place where the commands of a CI job run, as its runner would run them. */
export class JobFolder implements AsyncDisposable {
  readonly path: string;
  readonly #stack: AsyncDisposableStack;
  readonly #programs: string;

  constructor(path: string, programs: string, stack: AsyncDisposableStack) {
    this.path = path;
    this.#programs = programs;
    this.#stack = stack;
  }

  /** Runs commands under `sh -e`, with nothing of this process's environment but PATH. */
  async run(commands: string, env: Readonly<Record<string, string>>): Promise<{ exitCode: number | null; stdout: string; output: string }> {
    const child = spawn('sh', ['-e', '-c', commands], {
      cwd: this.path,
      env: { PATH: `${this.#programs}:${process.env['PATH'] ?? ''}`, HOME: this.path, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { exitCode: child.exitCode, stdout, output: stdout + stderr };
  }

  /** Puts a shell script on PATH. */
  async addProgram(name: string, script: string): Promise<void> {
    const file = join(this.#programs, name);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}

const checkout = fileURLToPath(new URL('../../forewarm', import.meta.url));

/**
 * `urls` becomes urls.txt. `npm install --global forewarm@…` is the one command that can't be carried out: its `npm`
 * notes what it was asked for and puts the checkout's `forewarm` on PATH.
 */
export async function makeJobFolder(urls: readonly string[]): Promise<JobFolder> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await makeFolder('job'));
  const programs = join(folder.path, 'bin');
  await mkdir(programs);
  await writeFile(join(folder.path, 'urls.txt'), urls.join('\n'));
  const job = new JobFolder(folder.path, programs, stack.move());
  await job.addProgram('npm', `echo "$@" > '${folder.path}/npm'\nln -s '${checkout}' '${programs}/forewarm'`);
  return job;
}
