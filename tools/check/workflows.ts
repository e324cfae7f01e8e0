import { runCommand } from './command.ts';
import type { StepResult } from './result.ts';
import { runVitest } from './vitest.ts';

/** Run workflow engines that npm brings, so they are a step of their own. */
export const workflowTests = ['arazzo', 'ci', 'release', 'restate'].map((name) => `test/workflows/${name}.test.ts`);

/** Exit code of tools/workflows/bring when npm's registry does not answer. */
const unreachable = 3;

/** Brings the engines, and lets each drive a live server. */
export async function runWorkflows(env: Readonly<Record<string, string>>): Promise<StepResult> {
  const { exitCode, output } = await runCommand(['tools/workflows/bring']);
  if (exitCode === 0) return runVitest(workflowTests, env);
  if (exitCode !== unreachable) return { passed: 0, failed: 1, skipped: [], output };
  return { passed: 0, failed: 0, skipped: workflowTests.map((file) => `${file}: npm's registry could not be reached`), output };
}
