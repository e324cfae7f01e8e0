import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from './outcome.ts';
import { isEnded } from './status.ts';
import { freshUrlState, withOutcome, withProgress, withStart, type UrlState } from './urlstate.ts';

const had: Outcome = { status: 'succeeded', httpStatus: 200, bodyBytes: 10, attempts: 1, elapsedMs: 1 };
const failed: Outcome = { ...had, status: 'failed', reason: 'http_status', message: 'answered 404', httpStatus: 404 };
const lost: Outcome = { ...had, status: 'unknown', reason: 'removed', message: 'gone' };

function after(outcomes: readonly Outcome[], nodeCount: number): UrlState {
  return outcomes.reduce((state, outcome, slot) => withOutcome(state, slot, nodeCount, outcome, 1000) ?? state, freshUrlState);
}

describe('a URL and its nodes', () => {
  test('runs from the first start until the last node has ended, then succeeds if every node has it', () => {
    const started = withStart(freshUrlState);
    expect(started?.status).toBe('running');
    const half = withOutcome(started ?? freshUrlState, 0, 2, had, 1000);
    expect(half).toMatchObject({ status: 'running', progress: 50, finishedAtS: 0 });
    expect(withOutcome(half ?? freshUrlState, 1, 2, had, 1001)).toMatchObject({ status: 'succeeded', progress: 100, finishedAtS: 1001 });
  });

  test('fails when one node could not, even if another can’t be known', () => {
    expect(after([had, failed, lost], 3)).toMatchObject({ status: 'failed', progress: 33, finishedAtS: 1000 });
    expect(after([had, lost], 2)).toMatchObject({ status: 'unknown', progress: 50 });
  });

  test('takes an outcome that comes twice once, also when the second differs', () => {
    const state = after([had], 2);
    expect(withOutcome(state, 0, 2, failed, 1000)).toBeUndefined();
    expect(withOutcome(state, 2, 2, had, 1000)).toBeUndefined();
    expect(withOutcome(state, -1, 2, had, 1000)).toBeUndefined();
  });

  test('a second start changes nothing', () => {
    expect(withStart(after([had], 2))).toBeUndefined();
  });
});

describe('progress', () => {
  test('is the mean over the nodes, floored, capped at 99 until the end', () => {
    expect(withProgress(freshUrlState, 3, 1)?.progress).toBe(33);
    expect(withProgress(after([had], 2), 2, 0.5)?.progress).toBe(75);
    expect(withProgress(freshUrlState, 1, 1)?.progress).toBe(99);
  });

  test('does not fall, and stands still once the URL has ended', () => {
    const state = withProgress(freshUrlState, 1, 0.8) ?? freshUrlState;
    expect(withProgress(state, 1, 0.3)).toBeUndefined();
    expect(withOutcome(state, 0, 1, failed, 1)).toMatchObject({ status: 'failed', progress: 80 });
    expect(withProgress(after([failed], 1), 1, 1)).toBeUndefined();
  });

  test('never falls and is 100 exactly with success, whatever comes in whatever order', () => {
    const step = fc.oneof(
      fc.record({ slot: fc.nat(4), outcome: fc.constantFrom(had, failed, lost) }),
      fc.record({ share: fc.double({ min: 0, max: 4, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 20 }), (nodeCount, steps) => {
        let state: UrlState = freshUrlState;
        for (const each of steps) {
          const next =
            'slot' in each ? withOutcome(state, each.slot, nodeCount, each.outcome, 5) : withProgress(state, nodeCount, each.share);
          expect((next ?? state).progress).toBeGreaterThanOrEqual(state.progress);
          state = next ?? state;
          expect(state.progress === 100).toBe(state.status === 'succeeded');
          expect(state.finishedAtS > 0).toBe(isEnded(state.status));
        }
      }),
    );
  });
});
