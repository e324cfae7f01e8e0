import type { TaskSummary } from '../../client/wait.ts';
import type { WireStatus } from '../../wire/status.ts';
import { counted, shownCount } from '../screen/quantities.ts';

export type Totals = {
  readonly UrlCount: number;
  readonly SuccessCount: number;
  readonly FailureCount: number;
  readonly UnknowCount: number;
};

export function totalsOf(tasks: readonly TaskSummary[]): Totals {
  const sum = (of: (task: TaskSummary) => number): number => tasks.reduce((total, task) => total + of(task), 0);
  return {
    UrlCount: sum((task) => task.UrlCount),
    SuccessCount: sum((task) => task.SuccessCount),
    FailureCount: sum((task) => task.FailureCount),
    UnknowCount: sum((task) => task.UnknowCount),
  };
}

export type EndStatus = Extract<WireStatus, 'success' | 'failure' | 'unknow'>;

/** Of ended tasks, as a task's own status is made of its URLs'. */
export function endStatus({ FailureCount, UnknowCount }: Totals): EndStatus {
  if (FailureCount > 0) return 'failure';
  return UnknowCount > 0 ? 'unknow' : 'success';
}

/** `9,870 of 10,000 URLs succeeded, 130 failed`. */
export function totalsLine({ UrlCount, SuccessCount, FailureCount, UnknowCount }: Totals): string {
  const parts = [
    SuccessCount === UrlCount
      ? `${counted(UrlCount, 'URL')} succeeded`
      : `${shownCount(SuccessCount)} of ${counted(UrlCount, 'URL')} succeeded`,
  ];
  if (FailureCount > 0) parts.push(`${shownCount(FailureCount)} failed`);
  if (UnknowCount > 0) parts.push(`${shownCount(UnknowCount)} can't be known`);
  const open = UrlCount - SuccessCount - FailureCount - UnknowCount;
  if (open > 0) parts.push(`${shownCount(open)} not ended`);
  return parts.join(', ');
}

/** `in the caches of its nodes: 19,610 hit-proven, 390 unknown`; undefined where nothing was judged (a purge, `verify: off`). */
export function verdictLine(tasks: readonly TaskSummary[]): string | undefined {
  const sum = (of: (verdicts: TaskSummary['Verdicts']) => number): number => tasks.reduce((total, { Verdicts }) => total + of(Verdicts), 0);
  const counts = [
    [sum(({ HitProven }) => HitProven), 'hit-proven'],
    [sum(({ StoredLikely }) => StoredLikely), 'stored-likely'],
    [sum(({ Uncacheable }) => Uncacheable), 'uncacheable'],
    [sum(({ Unknown }) => Unknown), 'unknown'],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, verdict]) => `${shownCount(count)} ${verdict}`);
  return told.length === 0 ? undefined : `in the caches of its nodes: ${told.join(', ')}`;
}

/** How to see what becomes of tasks that go on without us. */
export function watchHint(taskIds: readonly string[]): string {
  return taskIds.length > 0 && taskIds.length <= 3 ? `forewarm task ${taskIds.join(' ')} --watch` : 'forewarm tasks';
}
