import { describe, expect, test } from 'vitest';
import { retryDelay } from './retry.ts';

const retry = { attempts: 4, backoffMs: 500, maxBackoffMs: 1500 };
const almostOne = 1 - Number.EPSILON;

describe('the delay before another attempt', () => {
  test.each([
    // attempts made, random, delay
    [1, 0, 0],
    [1, almostOne, 500],
    [2, 0.5, 500],
    [2, almostOne, 1000],
    [3, almostOne, 1500],
    [3, 0.1, 150],
  ])('after %d attempts and with chance at %d is %d ms', (attempts, random, delayMs) => {
    const answer = retryDelay({ attempts, leftMs: 60_000 }, retry, random);
    expect(answer).toEqual({ delayMs: expect.closeTo(delayMs, 6) });
  });

  test('doubles without ever overflowing its cap', () => {
    const answer = retryDelay({ attempts: 5000, leftMs: 60_000 }, { ...retry, attempts: 10_000 }, almostOne);
    expect(answer).toEqual({ delayMs: expect.closeTo(1500, 6) });
  });

  test('is at least what the node asked for, with the jitter on top', () => {
    expect(retryDelay({ attempts: 1, retryAfterMs: 7000, leftMs: 60_000 }, retry, 0)).toEqual({ delayMs: 7000 });
    expect(retryDelay({ attempts: 1, retryAfterMs: 7000, leftMs: 60_000 }, retry, 0.5)).toEqual({ delayMs: 7250 });
  });

  test('there is none after the last attempt', () => {
    expect(retryDelay({ attempts: 4, leftMs: 60_000 }, retry, 0)).toEqual({ gaveUp: 'attempts' });
    expect(retryDelay({ attempts: 1, leftMs: 60_000 }, { ...retry, attempts: 1 }, 0)).toEqual({ gaveUp: 'attempts' });
  });

  test('there is none that would begin after the URL’s time', () => {
    expect(retryDelay({ attempts: 1, retryAfterMs: 7000, leftMs: 7000 }, retry, 0)).toEqual({ gaveUp: 'time' });
    expect(retryDelay({ attempts: 1, leftMs: 0 }, retry, 0)).toEqual({ gaveUp: 'time' });
  });
});
