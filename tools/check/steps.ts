import { runCommand } from './command.ts';
import { fuzzTest, runFuzzer } from './fuzzer.ts';
import { isNpmReachable } from './npm-registry.ts';
import type { StepResult } from './result.ts';
import { runSdks, sdkTests } from './sdks.ts';
import { installServers } from './servers.ts';
import { runVitest } from './vitest.ts';
import { runWorkflows, workflowTests } from './workflows.ts';

export type Step = { name: string; run: () => Promise<StepResult> };

/** Installs, packs and runs the package: needs npm's registry, so it is a step of its own. */
const packageTest = 'test/package.test.ts';

/** Tests that have a step of their own, since they need something that can't be had everywhere. */
const elsewhere = [packageTest, fuzzTest, ...sdkTests, ...workflowTests].map((file) => `--exclude=${file}`);

/** Everything that is checked, in order. A step that is no test run counts as one test. */
export function checkSteps(options: { isFull: boolean }): Step[] {
  const env: Record<string, string> = options.isFull ? { FOREWARM_FULL: '1' } : {};
  return [
    {
      name: 'servers',
      async run() {
        const result = await installServers();
        if (result.unavailable.length > 0) env['FOREWARM_UNAVAILABLE'] = result.unavailable.join(' ');
        return result;
      },
    },
    script('format', 'format:check'),
    script('lint', 'lint'),
    script('types', 'typecheck'),
    script('build', 'build'),
    { name: 'tests', run: () => runVitest(elsewhere, env) },
    { name: 'fuzzer', run: () => runFuzzer(env) },
    { name: 'sdks', run: () => runSdks(env) },
    { name: 'workflows', run: () => runWorkflows(env) },
    {
      name: 'package',
      async run() {
        if (await isNpmReachable()) return runVitest([packageTest], env);
        return { passed: 0, failed: 0, skipped: [`${packageTest}: npm's registry could not be reached`], output: '' };
      },
    },
  ];
}

/** A script of package.json, so that people run by hand what is run here. */
function script(name: string, npmScript: string): Step {
  return {
    name,
    async run() {
      const { exitCode, output } = await runCommand(['npm', 'run', '--silent', npmScript]);
      return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: [], output };
    },
  };
}
