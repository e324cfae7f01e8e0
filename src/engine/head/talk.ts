import type { Proof } from '../../edge/verdict/proof.ts';
import type { Failure } from '../reason.ts';
import type { Reply } from '../purge/asking.ts';
import type { Looked } from '../verify/verification.ts';

/** What can be asked of a cache while it fills itself; none of it makes it fetch. */
export interface FillTalk {
  readonly nowMs: number;
  /** Size of the object; undefined: the node has not told it. */
  readonly sizeBytes: number | undefined;
  /** HEAD with only-if-cached. A reply without status and failure: the node let us wait for longer than `headersMs`. */
  probe(): Promise<Reply>;
  /** GET of one byte, with only-if-cached. A failure of reason `timeout` once it was sent: the byte did not come within `idleMs`. */
  byteAt(offset: number): Promise<Reply>;
  rest(ms: number): Promise<void>;
  /** What a probe's answer makes of the object that is to be there. */
  proofOf(reply: Reply): Proof;
  /** The object has come so far. */
  progress(bytes: number): void;
  /** The size, told late. */
  sized(bytes: number): void;
}

/**
 * How a fill ended. `missing`: it is over, and the object is not there, whether its fetch broke off or something keeps
 * it from being stored.
 */
export type FillEnd = { readonly judged: Looked } | { readonly failure: Failure; readonly isMissing?: true };

export const missing: FillEnd = {
  failure: {
    reason: 'truncated',
    message: 'the cache has not kept what it was made to fetch: its fetch broke off, or something keeps it from storing the object',
    passing: true,
  },
  isMissing: true,
};

/** Failures to reach the node, one after another, that end the waiting. A fill goes on without us; one lost answer must not begin it anew. */
export const maxFailures = 3;

/** Rests between two questions: 50 ms to 2 s. */
export class Rests {
  #nextMs = 50;

  next(): number {
    const restMs = this.#nextMs;
    this.#nextMs = Math.min(2000, restMs * 2);
    return restMs;
  }
}
