import type { UnfinishedTask } from '../store/store.ts';
import { runsOf } from '../tasks/runs.ts';
import { stepsOf, type Step } from '../tasks/steps.ts';

/** A task whose runs are on their way. */
export type ActiveTask = { stored: UnfinishedTask; readonly steps: readonly Step[] };

/** A run of one task, on its way through the steps. */
export type Run = {
  readonly task: ActiveTask;
  /** The run's first line within the task, from 0. */
  readonly first: number;
  readonly count: number;
  /** Which of the task's steps it is at; past the last: it has ended. */
  step: number;
  /** Nodes of that step that have not ended with it. */
  openNodes: number;
};

/** A run that one node is due to work on. */
export type Due = {
  readonly run: Run;
  readonly nodeIndex: number;
  readonly step: Step;
  /**
   * Out of turn: its results say nothing, since the step before has not ended, and it will be done again in its turn.
   */
  readonly isEarly: boolean;
};

/** The runs of a task that has just been taken up, each before its first step. */
export function takeUp(stored: UnfinishedTask): Run[] {
  return runsFrom({ stored, steps: stepsOf(stored.plan, stored.refresh) }, 0);
}

/** The runs of the lines by which a task has grown. */
export function growTo(task: ActiveTask, urlCount: number): Run[] {
  const before = task.stored.urlCount;
  task.stored = { ...task.stored, urlCount };
  return runsFrom(task, before);
}

function runsFrom(task: ActiveTask, from: number): Run[] {
  return runsOf(task.stored.urlCount - from).map(({ first, count }) => ({ task, first: from + first, count, step: 0, openNodes: 0 }));
}
