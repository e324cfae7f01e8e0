import { sdkNames, type SdkName } from '../../test/conformance/sdk/programs.ts';
import { runCommand } from './command.ts';
import type { StepResult } from './result.ts';
import { runVitest } from './vitest.ts';

/** Need the SDKs' registries, or the languages that come with them, so they are a step of their own. */
export const sdkTests = [
  'test/conformance/sdk/sdk.test.ts',
  'test/conformance/sdk/examples.test.ts',
  'test/docs/readme.sdk.test.ts',
  ...['compiling', 'go', 'java', 'python'].map((name) => `test/console/samples/${name}.test.ts`),
];

/** Exit codes of tools/sdks: nothing answers; a registry answers that it does not have the SDK. */
const unreachable = 3;
const unserved = 4;

/**
 * Mirrors of Maven Central exist that do not carry `cn.ucloud`. No retry mends that, so it is named and fails nothing;
 * what the Java SDK sends is then tested by its recording. For the others it is a pin that needs care.
 */
const mayBeUnserved: ReadonlySet<SdkName> = new Set(['java']);

/** Brings the SDKs and runs those that could be had against a live server. */
export async function runSdks(env: Readonly<Record<string, string>>): Promise<StepResult> {
  const unavailable: string[] = [];
  const skipped: string[] = [];
  const absent: string[] = [];
  const faults: string[] = [];
  for (const name of sdkNames) {
    const { exitCode, output } = await runCommand(['tools/sdks', name]);
    if (exitCode === 0) continue;
    unavailable.push(name);
    if (exitCode === unreachable) skipped.push(`tests with the ${name} SDK: its registry or a Debian package mirror could not be reached`);
    else if (exitCode === unserved && mayBeUnserved.has(name)) absent.push(`tests with the ${name} SDK: the registry does not have it`);
    else faults.push(output);
  }
  const found = { skipped, absent };
  if (faults.length > 0) return { passed: 0, failed: faults.length, ...found, output: faults.join('\n') };
  if (unavailable.length === sdkNames.length) return { passed: 0, failed: 0, ...found, output: '' };
  const tests = await runVitest(sdkTests, { ...env, FOREWARM_UNAVAILABLE_SDKS: unavailable.join(' ') });
  return { ...tests, skipped: [...skipped, ...tests.skipped], absent };
}
