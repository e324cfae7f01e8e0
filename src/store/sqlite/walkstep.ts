import type { TaskRow } from './tasktable.ts';

/** Takes a task within the step's transaction. `weight` is how many rows that reads. */
export type Visit<T> = (row: TaskRow) => { item: T; weight: number };

/** Rows that a walk reads before the event loop has its turn: a millisecond or so. */
export const stepRows = 500;
