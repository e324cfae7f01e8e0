/**
 * What is known of a URL in one node's cache, once it was fetched through it.
 *
 * - `hit-proven`: the cache answered from its store, without asking anybody
 * - `stored-likely`: by what it says and by the rules it follows, it has stored the response and may use it
 * - `uncacheable`: it did not store it, or must ask the origin before each use
 * - `unknown`: what came does not tell
 */
export const verdicts = ['hit-proven', 'stored-likely', 'uncacheable', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];

/** How many URLs of how many nodes have each verdict. */
export type VerdictCounts = Record<Verdict, number>;

export function noVerdicts(): VerdictCounts {
  return { 'hit-proven': 0, 'stored-likely': 0, uncacheable: 0, unknown: 0 };
}
