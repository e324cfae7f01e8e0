import type { Outcome, Reason } from './outcome.ts';

/** Of a node that has these, nothing is known of the object: the node is at fault, not the URL. */
const nodesFault: ReadonlySet<Reason> = new Set(['connect', 'dns', 'tls', 'timeout', 'truncated', 'removed', 'unverified', 'internal']);

/**
 * Whether a URL that was prefetched is one that nodes should hold from now on: a node has it, or could have if it had been
 * there. What the origin refuses, or no cache may store, is none.
 */
export function shouldBeWarm(outcomes: readonly (Outcome | undefined)[]): boolean {
  return outcomes.some((outcome) => outcome?.status === 'succeeded' || (outcome?.reason !== undefined && nodesFault.has(outcome.reason)));
}
