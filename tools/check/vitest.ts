import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import type { StepResult } from './result.ts';

/** Runs Vitest and counts what ran by its JSON report. */
export async function runVitest(args: readonly string[], env: Readonly<Record<string, string>>): Promise<StepResult> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-check-'));
  try {
    const reportFile = join(folder, 'report.json');
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${reportFile}`];
    const { exitCode, output } = await runCommand(['vitest', 'run', ...reporters, ...args], env);
    const report = await readFile(reportFile, 'utf8').catch(() => '');
    return countTests(report, exitCode, output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The counts of a run. A run without a readable report, without a single test, or that ended badly
 * though each test passed (an unhandled rejection, a file that can't be loaded) has failed.
 */
export function countTests(report: string, exitCode: number, output: string): StepResult {
  const { tests, problem } = readReport(report);
  const titles = (state: (status: string) => boolean): string[] => tests.filter((test) => state(test.status)).map((test) => test.title);
  const passed = titles((status) => status === 'passed').length;
  const failed = titles((status) => status === 'failed').length;
  const skipped = titles((status) => status !== 'passed' && status !== 'failed');
  let fault = problem;
  if (fault === undefined && passed + failed === 0) fault = 'no test ran';
  if (fault === undefined && failed === 0 && exitCode !== 0) fault = `vitest ended with exit code ${exitCode} though no test failed`;
  return { passed, failed: failed + (fault === undefined ? 0 : 1), skipped, output: fault === undefined ? output : `${output}${fault}\n` };
}

type ReportedTest = { title: string; status: string };

function readReport(report: string): { tests: ReportedTest[]; problem?: string } {
  try {
    const { testResults } = asObject(JSON.parse(report));
    const files = Array.isArray(testResults) ? testResults.map(asObject) : [];
    const assertions = files.flatMap((file) => (Array.isArray(file['assertionResults']) ? file['assertionResults'].map(asObject) : []));
    return { tests: assertions.map((one) => ({ title: String(one['fullName']), status: String(one['status']) })) };
  } catch {
    return { tests: [], problem: 'vitest wrote no report that can be read' };
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
