import { runCommand } from './command.ts';
import type { StepResult } from './result.ts';
import { runVitest } from './vitest.ts';

/** Needs PyPI, so it is a step of its own. */
export const fuzzTest = 'test/conformance/openapi/fuzz.test.ts';

/** Exit code of tools/fuzzer when PyPI or the package mirror does not answer. */
const unreachable = 3;

/** Brings the fuzzer and lets it loose on a live server. */
export async function runFuzzer(env: Readonly<Record<string, string>>): Promise<StepResult> {
  const { exitCode, output } = await runCommand(['tools/fuzzer']);
  if (exitCode === 0) return runVitest([fuzzTest], env);
  if (exitCode === unreachable) return { passed: 0, failed: 0, skipped: [`${fuzzTest}: PyPI could not be reached`], output };
  return { passed: 0, failed: 1, skipped: [], output };
}
