import type { RetryOptions } from './options.ts';

export type RetryQuestion = {
  /** Attempts made so far, at least 1. */
  attempts: number;
  /** What the node asked for, if it did (Retry-After). */
  retryAfterMs?: number | undefined;
  /** What is left of the URL's whole time. */
  leftMs: number;
};

/** Either a delay in milliseconds, or why there is no further attempt. */
export type RetryAnswer = { delayMs: number } | { gaveUp: 'attempts' | 'time' };

/**
 * Exponential backoff with full jitter: anything from 0 to `backoffMs × 2^(attempts − 1)`, capped at
 * `maxBackoffMs`. Retry-After is a minimum, and the jitter comes on top of it: those who were sent away
 * together do not come back together. Retry-After is not capped, but an attempt that could only begin
 * after the URL's time is not waited for. `random` is from [0, 1).
 */
export function retryDelay(question: RetryQuestion, retry: RetryOptions, random: number): RetryAnswer {
  if (question.attempts >= retry.attempts) return { gaveUp: 'attempts' };
  // 2^30 is beyond any cap, and keeps the product finite.
  const ceilingMs = Math.min(retry.maxBackoffMs, retry.backoffMs * 2 ** Math.min(30, question.attempts - 1));
  const delayMs = (question.retryAfterMs ?? 0) + random * ceilingMs;
  return delayMs < question.leftMs ? { delayMs } : { gaveUp: 'time' };
}
