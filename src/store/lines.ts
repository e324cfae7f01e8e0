import type { NewUrl } from './store.ts';

/** How the lines of a submit hang together. Lines that stand alone are in neither map. */
export type Repetitions = {
  /** By place of a repetition: the place of the line that is fetched for it. */
  readonly leaderOf: ReadonlyMap<number, number>;
  /** By place of a leader: how many later lines share its fate. */
  readonly repeatsOf: ReadonlyMap<number, number>;
};

/**
 * Resolves `sameAs`: a repetition of a repetition follows the first of them.
 * Throws a RangeError where a line names a domain or a line that is not there, which is a fault of the caller.
 */
export function findRepetitions(urls: readonly NewUrl[], domainCount: number): Repetitions {
  const leaderOf = new Map<number, number>();
  const repeatsOf = new Map<number, number>();
  for (const [place, { domain, sameAs }] of urls.entries()) {
    if (!Number.isInteger(domain) || domain < 0 || domain >= domainCount) {
      throw new RangeError(`URL ${place} names domain ${domain} of a plan with ${domainCount}.`);
    }
    if (sameAs !== undefined) {
      if (!Number.isInteger(sameAs) || sameAs < 0 || sameAs >= place) {
        throw new RangeError(`URL ${place} repeats line ${sameAs}, which does not stand before it.`);
      }
      const leader = leaderOf.get(sameAs) ?? sameAs;
      leaderOf.set(place, leader);
      repeatsOf.set(leader, (repeatsOf.get(leader) ?? 0) + 1);
    }
  }
  return { leaderOf, repeatsOf };
}
