import { parseArgs } from 'node:util';
import { isSuccess, sumUp, type StepResult } from './result.ts';
import { checkSteps, type Step } from './steps.ts';

// The programme of ./check: runs each step, shows the whole output of those that fail, sums up.

const isFull = readArguments();
const results: StepResult[] = [];
for (const step of checkSteps({ isFull })) results.push(await runStep(step));

const maySkip = !['true', '1'].includes(process.env['CI'] ?? '');
const totals = sumUp(results, maySkip);
if (totals.skipped.length > 0) console.log(`\nskipped${maySkip ? '' : ' (a failure, because CI is set)'}:`);
for (const name of totals.skipped) console.log(`  ${name}`);
const absent = results.flatMap((result) => result.absent ?? []);
if (absent.length > 0) console.log('\nnot to be had here:');
for (const name of absent) console.log(`  ${name}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = isSuccess(totals) ? 0 : 1;

async function runStep(step: Step): Promise<StepResult> {
  const startedMs = Date.now();
  const name = `  ${step.name.padEnd(10)}`;
  if (process.stdout.isTTY) process.stdout.write(`${name}…`);
  const result = await step.run();
  if (process.stdout.isTTY) process.stdout.write('\r');
  console.log(`${name}${outcome(result).padEnd(40)}${((Date.now() - startedMs) / 1000).toFixed(1).padStart(8)} s`);
  if (result.failed > 0) console.log(`${result.output.trimEnd()}\n`);
  return result;
}

function outcome({ passed, failed, skipped }: StepResult): string {
  const parts = [`${passed} passed`, `${failed} failed`, `${skipped.length} skipped`].filter((part) => !part.startsWith('0 '));
  return parts.join(', ') || 'ready';
}

function readArguments(): boolean {
  try {
    return parseArgs({ options: { full: { type: 'boolean', default: false } } }).values.full;
  } catch (error) {
    console.error(`check: ${error instanceof Error ? error.message : String(error)}\nusage: ./check [--full]`);
    return process.exit(2);
  }
}
