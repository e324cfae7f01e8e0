import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LabForewarm } from '../../../lab/forewarm.ts';
import { runCommand, type CommandResult } from '../../../tools/check/command.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const programs = fileURLToPath(new URL('../../../.fuzzer/venv/bin/', import.meta.url));

/** How often each operation (`POST /?Action=…`) was answered with each RetCode. */
export type Tally = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * Runs schemathesis against a live server, by the document that it serves. `examples`: calls that are made up for
 * each operation, beside those that try each boundary; the same `seed` makes up the same. Rejects with schemathesis'
 * own words when it found something.
 */
export async function fuzz(
  server: LabForewarm,
  { taskIds, sitemap, examples, seed }: { taskIds: readonly string[]; sitemap: string; examples: number; seed: number },
): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-fuzz-'));
  try {
    const tallyFile = join(folder, 'tally.json');
    const config = `--config-file=${join(here, 'schemathesis.toml')}`;
    const { exitCode, output } = await runCommand(
      [program('st'), '--no-color', config, 'run', `${server.endpoint}/openapi.json`, `--max-examples=${examples}`, `--seed=${seed}`],
      {
        PYTHONPATH: here,
        PYTHONDONTWRITEBYTECODE: '1',
        FOREWARM_PUBLIC_KEY: server.publicKey,
        FOREWARM_PRIVATE_KEY: server.privateKey,
        FOREWARM_TASK_IDS: taskIds.join(' '),
        FOREWARM_SITEMAP: sitemap,
        FOREWARM_TALLY_FILE: tallyFile,
      },
    );
    if (exitCode !== 0) throw new Error(output);
    return JSON.parse(await readFile(tallyFile, 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Holds a document against the specification's own schema. */
export function validate(documentFile: string): Promise<CommandResult> {
  return runCommand([program('openapi-spec-validator'), '--schema=3.1', documentFile]);
}

function program(name: string): string {
  const path = join(programs, name);
  if (!existsSync(path)) throw new Error('schemathesis is not on this machine: run tools/fuzzer');
  return path;
}
