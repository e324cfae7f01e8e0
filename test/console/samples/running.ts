import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { CodeLanguage } from '../../../console/src/pages/explorer/code/languages.ts';
import { command } from '../../conformance/sdk/programs.ts';

export type Ended = { exitCode: number | null; stdout: string; stderr: string };

const fileNames: Readonly<Record<CodeLanguage, string>> = {
  curl: 'call.sh',
  python: 'call.py',
  go: 'main.go',
  java: 'Call.java',
  typescript: 'call.ts',
};

/** Writes a sample into a folder of its own within `folder`, and runs it as its reader would. */
export async function runSample(
  language: CodeLanguage,
  code: string,
  folder: string,
  env: Record<string, string>,
  shell = 'sh',
): Promise<Ended> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, fileNames[language]);
  await writeFile(file, code);
  const [program = '', ...args] = await commandFor(language, file, folder, shell);
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exitCode: child.exitCode, stdout, stderr };
}

async function commandFor(language: CodeLanguage, file: string, folder: string, shell: string): Promise<string[]> {
  switch (language) {
    case 'curl':
      return [shell, file];
    case 'typescript':
      return [process.execPath, file];
    case 'java':
      // The first compiler alone starts sooner.
      return ['java', '-XX:TieredStopAtLevel=1', file];
    default:
      return command(language, folder, file);
  }
}
