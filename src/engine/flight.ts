import type { Course } from './course.ts';
import type { Pull } from './pull.ts';
import type { Slot } from './scheduler.ts';

/** A pull whose request is out. */
export type Flight = {
  readonly pull: Pull;
  readonly slot: Slot;
  readonly exchange: Course;
  readonly beganMs: number;
  toldMs: number;
  /** What was told of it last; undefined: nothing so far. */
  toldBytes: number | undefined;
};
