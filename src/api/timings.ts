/** How long the API waits for others. Fixed; tests shorten them. */
export type Timings = {
  /** For control to answer a call; then 110, as the vendor has it. */
  answerMs: number;
  /** For a client to take the next piece of an answer. */
  stallMs: number;
  /** For store and queue to answer /readyz. */
  readyMs: number;
  /** For the rest of a body that is refused already. */
  dropMs: number;
};

export const defaultTimings: Timings = { answerMs: 60_000, stallMs: 60_000, readyMs: 5_000, dropMs: 10_000 };
