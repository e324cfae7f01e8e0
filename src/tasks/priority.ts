/** How urgent a task is among those of its project: 9 goes first. */
export const leastPriority = 0;
export const greatestPriority = 9;
export const defaultPriority = 5;

/** The most urgent first. */
export const priorities: readonly number[] = Array.from(
  { length: greatestPriority - leastPriority + 1 },
  (_, index) => greatestPriority - index,
);
