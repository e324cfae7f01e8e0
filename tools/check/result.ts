/** What a step brought. `skipped` names what was not tested, with the reason. */
export type StepResult = {
  passed: number;
  failed: number;
  skipped: readonly string[];
  /** What was not tested because it is not offered here, which no second try mends: named, and no failure anywhere. */
  absent?: readonly string[];
  /** Shown when something failed. */
  output: string;
};

export type Totals = { passed: number; failed: number; skipped: readonly string[] };

/** Where skipping is no option (CI), each thing skipped counts as failed. */
export function sumUp(results: readonly StepResult[], maySkip: boolean): Totals {
  const skipped = results.flatMap((result) => result.skipped);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  return { passed, failed: failed + (maySkip ? 0 : skipped.length), skipped };
}

/** Success is: something ran, and nothing failed. */
export function isSuccess(totals: Totals): boolean {
  return totals.failed === 0 && totals.passed > 0;
}
