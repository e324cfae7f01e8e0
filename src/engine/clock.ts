/** Time as the engine sees it, handed in so that tests can move it by hand. */
export interface Clock {
  /** Milliseconds on a clock that never goes back; where it began means nothing. */
  nowMs(): number;
  /** Milliseconds since 1970: for HTTP dates and for people. */
  wallMs(): number;
  /** Calls once, `delayMs` from now or a little later. What it returns calls it off. */
  after(delayMs: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, call) {
    // setTimeout cuts fractions off and takes anything beyond 31 bits for 1 ms.
    const timer = setTimeout(call, Math.min(Math.ceil(delayMs), 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};
