import type { UnfinishedTask } from '../store/store.ts';
import { layersOf, runsOf } from '../tasks/runs.ts';

/** A task whose runs are on their way. */
export type ActiveTask = { readonly stored: UnfinishedTask; readonly layers: ReturnType<typeof layersOf> };

/** A run of one task, on its way through the layers. */
export type Run = {
  readonly task: ActiveTask;
  /** The run's first line within the task, from 0. */
  readonly first: number;
  readonly count: number;
  /** Which of the task's layers it is in. */
  layer: number;
  /** Nodes of that layer that have not ended with it. */
  openNodes: number;
};

/** The runs of a task that has just been taken up, each before its first layer. */
export function takeUp(stored: UnfinishedTask): Run[] {
  const task: ActiveTask = { stored, layers: layersOf(stored.plan) };
  return runsOf(stored.urlCount).map(({ first, count }) => ({ task, first, count, layer: 0, openNodes: 0 }));
}
