import type { Outcome } from './outcome.ts';

/** What becomes of all that had not ended when its task was ended from outside. `because`: a sentence for people, without a full stop. */
export function cancelled(because: string): Outcome {
  return { status: 'failed', reason: 'cancelled', message: because, bodyBytes: 0, attempts: 0, elapsedMs: 0 };
}
