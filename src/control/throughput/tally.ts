/** What nodes did in some stretch of time. */
export type Tally = {
  /** Body bytes that came. */
  bytes: number;
  /** URLs pulled through a node, by what came of it. */
  succeeded: number;
  failed: number;
  unknown: number;
  /** Of the succeeded: those that the node had already. */
  hits: number;
  /** URLs that a node was made to forget, and those that it could not be made to. */
  purged: number;
  purgesFailed: number;
};

export function noTally(): Tally {
  return { bytes: 0, succeeded: 0, failed: 0, unknown: 0, hits: 0, purged: 0, purgesFailed: 0 };
}

export function addTally(to: Tally, from: Tally): void {
  to.bytes += from.bytes;
  to.succeeded += from.succeeded;
  to.failed += from.failed;
  to.unknown += from.unknown;
  to.hits += from.hits;
  to.purged += from.purged;
  to.purgesFailed += from.purgesFailed;
}
