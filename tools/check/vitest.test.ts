import { expect, test } from 'vitest';
import { isSuccess, sumUp } from './result.ts';
import { countTests } from './vitest.ts';

/** As much of Vitest's JSON report as is read. */
const report = (...statuses: string[]): string =>
  JSON.stringify({ testResults: [{ assertionResults: statuses.map((status, index) => ({ fullName: `test ${index}`, status })) }] });

test('tests are counted by their status, and those that did not run are named', () => {
  expect(countTests(report('passed', 'passed', 'pending', 'todo'), 0, 'words')).toEqual({
    passed: 2,
    failed: 0,
    skipped: ['test 2', 'test 3'],
    output: 'words',
  });
  expect(countTests(report('passed', 'failed'), 1, '')).toMatchObject({ passed: 1, failed: 1 });
});

test.each([
  ['without a report', '', 0, 'vitest wrote no report that can be read'],
  ['with a broken report', '{"testResults":[', 1, 'vitest wrote no report that can be read'],
  ['with a report of something else', '[]', 0, 'no test ran'],
  ['in which no test ran', report(), 0, 'no test ran'],
  ['in which all tests were skipped', report('pending'), 0, 'no test ran'],
  ['that ended badly although each test passed', report('passed'), 1, 'vitest ended with exit code 1 though no test failed'],
])('a run %s has failed', (_, text, exitCode, fault) => {
  const result = countTests(text, exitCode, 'words\n');
  expect(result.failed).toBe(1);
  expect(result.output).toBe(`words\n${fault}\n`);
});

test('a check is a success only when something ran and nothing failed', () => {
  const step = { passed: 1, failed: 0, skipped: [], output: '' };
  expect(isSuccess(sumUp([step, step], true))).toBe(true);
  expect(isSuccess(sumUp([], true))).toBe(false);
  expect(isSuccess(sumUp([{ ...step, passed: 0 }], true))).toBe(false);
  expect(isSuccess(sumUp([step, { ...step, failed: 1 }], true))).toBe(false);
});

test('what was skipped is a failure where skipping is not allowed', () => {
  const results = [
    { passed: 3, failed: 0, skipped: [], output: '' },
    { passed: 0, failed: 0, skipped: ['the package test'], output: '' },
  ];
  expect(sumUp(results, true)).toEqual({ passed: 3, failed: 0, skipped: ['the package test'] });
  expect(sumUp(results, false)).toEqual({ passed: 3, failed: 1, skipped: ['the package test'] });
});
