import type { Attempt } from '../../store/callbacks.ts';
import type { PostAnswer } from './post.ts';

const firstWaitMs = 1000;
const longestWaitMs = 3_600_000;
const giveUpAfterMs = 86_400_000;

/** An attempt that is over. `attempts`: with this one. `chance`: 0 up to 1. */
export type Tried = { answer: PostAnswer; attempts: number; firstAtMs: number; nowMs: number; chance: number };

/**
 * What an attempt came to: 2xx is a delivery, 410 says that no more is wanted (Standard Webhooks), and all else is tried
 * again for a day, after waits that double up to an hour. Retry-After makes a wait longer, an hour at most.
 */
export function verdictOf({ answer, ...tried }: Tried): Omit<Attempt, 'id' | 'atMs'> {
  if (answer.kind === 'failed') return { error: answer.message, next: nextOf(tried, 0) };
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return { status, next: { state: 'delivered' } };
  if (status === 410) return { status, error: 'the answer was 410: no more is wanted', next: { state: 'failed' } };
  const isRedirect = status >= 300 && status < 400;
  const error = `the answer was ${status}${isRedirect ? ': redirects are not followed' : ''}`;
  return { status, error, next: nextOf(tried, retryAfterMs(retryAfter, tried.nowMs)) };
}

function nextOf({ attempts, firstAtMs, nowMs, chance }: Omit<Tried, 'answer'>, askedMs: number): Attempt['next'] {
  const boundMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempts - 1, 30));
  const waitMs = Math.max((boundMs * (1 + chance)) / 2, Math.min(askedMs, longestWaitMs));
  const nextAtMs = nowMs + Math.ceil(waitMs);
  return nextAtMs - firstAtMs > giveUpAfterMs ? { state: 'failed' } : { state: 'waiting', nextAtMs };
}

/** RFC 9110 §10.2.3: seconds, or a date. 0 for what is neither. */
function retryAfterMs(text: string | undefined, nowMs: number): number {
  if (text === undefined) return 0;
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? 0 : Math.max(0, atMs - nowMs);
}
