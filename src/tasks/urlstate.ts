import type { Outcome } from './outcome.ts';
import { isEnded, noCounts, rollUp, type Status } from './status.ts';

/** What is known of one URL: enough to answer for it and to go on after a restart. */
export type UrlState = {
  readonly status: Status;
  /** 0 to 100, never falls, 100 exactly when `status` is `succeeded`. */
  readonly progress: number;
  /** Seconds since 1970, 0 until the URL ended. */
  readonly finishedAtS: number;
  /** By place in the URL's domain's `nodes`; a hole where the node has not ended. */
  readonly outcomes: readonly (Outcome | undefined)[];
};

export const freshUrlState: UrlState = { status: 'waiting', progress: 0, finishedAtS: 0, outcomes: [] };

/**
 * Folds one node's outcome in. `slot` is the node's place among the `nodeCount` nodes of the URL's domain.
 * Returns undefined when that node's outcome is known already: a result that comes twice counts once.
 */
export function withOutcome(state: UrlState, slot: number, nodeCount: number, outcome: Outcome, nowS: number): UrlState | undefined {
  if (slot < 0 || slot >= nodeCount || state.outcomes[slot] !== undefined || isEnded(state.status)) return undefined;
  const outcomes = Array.from({ length: nodeCount }, (_, index) => (index === slot ? outcome : state.outcomes[index]));
  const counts = noCounts();
  for (const known of outcomes) counts[known?.status ?? 'running'] += 1;
  const status = rollUp(counts);
  const ended = isEnded(status);
  // A node that is through counts in full; live bytes of the others come in by withProgress.
  const floor = Math.floor((100 * counts.succeeded) / nodeCount);
  const progress = status === 'succeeded' ? 100 : Math.min(99, Math.max(state.progress, floor));
  return { status, progress, finishedAtS: ended ? nowS : 0, outcomes };
}

/** Ends what has not ended, all of its nodes alike. Returns undefined when nothing is left to end. */
export function withRest(state: UrlState, nodeCount: number, outcome: Outcome, nowS: number): UrlState | undefined {
  if (isEnded(state.status)) return undefined;
  const outcomes = Array.from({ length: nodeCount }, (_, index) => state.outcomes[index] ?? outcome);
  const counts = noCounts();
  for (const { status } of outcomes) counts[status] += 1;
  return { status: rollUp(counts), progress: state.progress, finishedAtS: nowS, outcomes };
}

/** Marks the first node's start. Returns undefined when nothing changes. */
export function withStart(state: UrlState): UrlState | undefined {
  return state.status === 'waiting' ? { ...state, status: 'running' } : undefined;
}

/**
 * Raises the progress to the mean over the nodes of bytes received / bytes expected, floored, capped at 99 until
 * the end. `liveShare` is the sum of that quotient over nodes that have not ended. Returns undefined when nothing changes.
 */
export function withProgress(state: UrlState, nodeCount: number, liveShare: number): UrlState | undefined {
  if (isEnded(state.status)) return undefined;
  const through = state.outcomes.filter((outcome) => outcome?.status === 'succeeded').length;
  const progress = Math.min(99, Math.floor((100 * (through + liveShare)) / nodeCount));
  if (progress <= state.progress) return undefined;
  return { ...state, status: 'running', progress };
}
