/** How long the API waits for others. Fixed; tests shorten them. */
export type Timings = {
  /** For a request's head and body to come; then 110, as the vendor has it. */
  requestMs: number;
  /** For control to answer a call; then 110 too. */
  answerMs: number;
  /** For a client to take the next piece of an answer. */
  stallMs: number;
  /** For store and queue to answer /readyz. */
  readyMs: number;
  /** For the rest of a body that is refused already. */
  dropMs: number;
};

export const defaultTimings: Timings = { requestMs: 60_000, answerMs: 60_000, stallMs: 60_000, readyMs: 5_000, dropMs: 10_000 };
