import { describe, expect, test } from 'vitest';
import type { PostAnswer } from './post.ts';
import { verdictOf } from './verdict.ts';

const nowMs = Date.parse('2026-07-01T12:00:00Z');
const dayMs = 86_400_000;

function verdict(answer: PostAnswer, { attempts = 1, firstAtMs = nowMs, chance = 0 } = {}) {
  return verdictOf({ answer, attempts, firstAtMs, nowMs, chance });
}

/** How long is waited; undefined: it has ended. */
function waitMs(...said: Parameters<typeof verdict>): number | undefined {
  const { next } = verdict(...said);
  return next.state === 'waiting' ? next.nextAtMs - nowMs : undefined;
}

function answered(status: number, retryAfter?: string): PostAnswer {
  return { kind: 'answered', status, ...(retryAfter !== undefined && { retryAfter }) };
}

test.each([200, 201, 202, 204, 299])('%d is a delivery', (status) => {
  expect(verdict(answered(status))).toEqual({ status, next: { state: 'delivered' } });
});

test('410 is the end', () => {
  expect(verdict(answered(410, '5'))).toEqual({ status: 410, error: 'the answer was 410: no more is wanted', next: { state: 'failed' } });
});

test.each([100, 199, 304, 400, 401, 404, 429, 500, 503])('%d is tried again', (status) => {
  const { error, next } = verdict(answered(status));
  expect(error).toContain(`the answer was ${status}`);
  expect(next.state).toBe('waiting');
});

test('so is what was no answer', () => {
  const told = { status: 'waiting', error: 'no answer within 15 s' };
  expect(verdict({ kind: 'failed', message: told.error })).toEqual({
    error: told.error,
    next: { state: 'waiting', nextAtMs: nowMs + 500 },
  });
});

describe('the wait', () => {
  test('doubles up to an hour, and is drawn from its upper half', () => {
    const waits = [1, 2, 3, 4, 12, 13, 100].map((attempts) => waitMs(answered(500), { attempts }));
    expect(waits).toEqual([500, 1000, 2000, 4000, 1_024_000, 1_800_000, 1_800_000]);
    const longest = [1, 2, 13].map((attempts) => waitMs(answered(500), { attempts, chance: 0.999999 }));
    expect(longest).toEqual([1000, 2000, 3_599_999]);
  });

  test.each([
    ['7', 7000],
    ['0', 500],
    ['999999', 3_600_000],
    ['Wed, 01 Jul 2026 12:00:30 GMT', 30_000],
    ['Wed, 01 Jul 2026 11:00:00 GMT', 500],
    ['Thu, 01 Jul 2027 12:00:00 GMT', 3_600_000],
    ['soon', 500],
    ['-5', 500],
  ])('is at least what Retry-After: %s asks for, an hour at most', (retryAfter, wait) => {
    expect(waitMs(answered(503, retryAfter))).toBe(wait);
  });

  test('ends with the day since the first attempt', () => {
    const late = { attempts: 13, firstAtMs: nowMs - dayMs + 1_800_000 };
    expect(waitMs(answered(500), late)).toBe(1_800_000);
    expect(verdict(answered(500), { ...late, firstAtMs: late.firstAtMs - 1 }).next).toEqual({ state: 'failed' });
  });
});
