import type { Outcome } from '../../tasks/outcome.ts';
import type { Variant } from '../../tasks/plan.ts';
import type { Evidence } from './evidence.ts';
import { goneEarly } from './gone-early.ts';
import { shownSpan, shownTime } from './sentence-times.ts';

/**
 * Why a variant is most likely not fresh in a node's cache: the first cause that the evidence bears out, in a
 * sentence without its full stop. Undefined where the records would have it be there and the node could not be asked.
 */
export function causeOf(evidence: Evidence): string | undefined {
  return (
    neverFetched(evidence) ??
    notPlanned(evidence) ??
    lastEvent(evidence) ??
    timeOver(evidence) ??
    (evidence.state === 'unknown' ? undefined : (nodeWasAway(evidence) ?? goneEarly(evidence)))
  );
}

function neverFetched({ touch, above, state }: Evidence): string | undefined {
  if (touch !== undefined || above !== undefined) return undefined;
  const never = 'no task has ended with this URL here, as far as is remembered (history.keepDays): it was never prefetched';
  return state === 'expired' ? `${never}; a visitor brought the copy that has expired` : never;
}

/** The node or the variant was configured after the task was submitted, or left out by it. What had warmed it before is told by its time. */
function notPlanned({ touch, task, node, variant }: Evidence): string | undefined {
  if (touch === undefined || task === undefined) return undefined;
  if (task.isAside === true && touch.kind === 'prefetch' && touch.warmedAtS !== undefined) return undefined;
  const named = `task ${touch.taskId} (${shownTime(touch.atS)})`;
  const why = task.isAside === true ? 'it was for a part of the domain' : 'this node was added to the domain after it';
  if (!task.nodes.includes(node)) return `${named} went through ${listed(task.nodes)} only: ${why}`;
  if (!pulls(task.order, touch.kind) || task.variants.some((each) => isSame(each, variant))) return undefined;
  return `this variant is not among those that ${named} fetched: ${listed(task.variants.map(shownVariant))}`;
}

/** What happened last to the URL on this node, if that is why it is gone. */
function lastEvent(evidence: Evidence): string | undefined {
  const events = [failedPull(evidence), purgedItself(evidence), purgedWithDirectory(evidence)];
  let latest: Happening | undefined;
  // Of what happened in the same second the first: a pull comes after the purge of its own task.
  for (const event of events) if (event !== undefined && (latest === undefined || event.atS > latest.atS)) latest = event;
  return latest?.sentence;
}

type Happening = { readonly atS: number; readonly sentence: string };

function failedPull({ touch, task }: Evidence): Happening | undefined {
  const outcome = task?.outcome;
  if (touch === undefined || task === undefined || outcome === undefined) return undefined;
  if (outcome.status === 'succeeded' || !pulls(task.order, touch.kind)) return undefined;
  return { atS: touch.atS, sentence: failure(outcome, `task ${touch.taskId}, ${shownTime(touch.atS)}`) };
}

function failure({ reason, message, httpStatus }: Outcome, when: string): string {
  const why = message ?? (httpStatus === undefined ? (reason ?? 'no reason was given') : `HTTP status ${httpStatus}`);
  switch (reason) {
    case 'uncacheable':
      return `the response may not be kept: ${why} (${when})`;
    case 'unverified':
      return `when it was fetched last, whether this cache kept it could not be told: ${why} (${when})`;
    default:
      return `the last fetch failed here: ${reason === undefined ? '' : `${reason}: `}${why} (${when})`;
  }
}

function purgedItself({ touch, task }: Evidence): Happening | undefined {
  const { purgedAtS, warmedAtS = 0 } = touch ?? {};
  if (touch === undefined || purgedAtS === undefined || purgedAtS <= warmedAtS) return undefined;
  const isByLast = touch.kind === 'refresh' && touch.atS === purgedAtS;
  // Nothing was purged on a node whose purge failed.
  if (isByLast && task?.outcome !== undefined && task.outcome.status !== 'succeeded') return undefined;
  const how = isByLast && task?.order?.mode === 'expire' ? 'made to expire' : 'purged';
  return {
    atS: purgedAtS,
    sentence: `it was ${how} at ${shownTime(purgedAtS)}${isByLast ? ` by task ${touch.taskId}` : ''}, and not fetched since`,
  };
}

function purgedWithDirectory({ touch, above }: Evidence): Happening | undefined {
  if (above === undefined || above.atS < (touch?.warmedAtS ?? 0)) return undefined;
  const how = above.mode === 'expire' ? 'made to expire' : 'purged';
  const by = above.taskId === undefined ? '' : ` by task ${above.taskId}`;
  return {
    atS: above.atS,
    sentence: `the directory ${above.url} above it was ${how} at ${shownTime(above.atS)}${by}, and it was not fetched since`,
  };
}

function timeOver({ touch, task, state, nowS }: Evidence): string | undefined {
  if (touch?.warmedAtS === undefined) return undefined;
  const fetched = `fetched at ${shownTime(touch.warmedAtS)} by ${touch.kind === 'refresh' && !pulls(task?.order, touch.kind) ? 'an earlier task' : `task ${touch.taskId}`}`;
  const freshForS = task?.outcome?.freshForS;
  const untilS = freshForS === undefined ? touch.freshUntilS : touch.atS + freshForS;
  if (untilS !== undefined && untilS <= nowS) {
    const over = `its time is over since ${shownTime(untilS)}: ${fetched}, fresh for ${shownSpan(untilS - touch.warmedAtS)}`;
    return state === 'absent' ? `${over}, and dropped since` : over;
  }
  return state === 'expired' ? `its time is over: ${fetched}` : undefined;
}

/** A cache in memory is empty after a restart, and a disk may be gone. */
function nodeWasAway({ touch, record }: Evidence): string | undefined {
  if (touch?.warmedAtS === undefined || record === undefined) return undefined;
  // In the seconds that touches are told in: a node that became ready within the same one may have been filled after it.
  const sinceS = Math.floor(record.sinceMs / 1000);
  const since = shownTime(sinceS);
  if (record.state !== 'ready') return `the node was away after it was fetched, and is not up to date yet (${record.state} since ${since})`;
  if (sinceS <= touch.warmedAtS) return undefined;
  return `the node was away, new or resynced after it was fetched at ${shownTime(touch.warmedAtS)}: it is ready since ${since} only, and may have lost what it had`;
}

function pulls(order: { readonly thenPrefetch: boolean } | undefined, kind: 'prefetch' | 'refresh'): boolean {
  return kind === 'prefetch' || order?.thenPrefetch === true;
}

function isSame(one: Variant, other: Variant): boolean {
  return identity(one) === identity(other);
}

function identity(variant: Variant): string {
  const headers = Object.entries(variant).map(([name, value]) => `${name.toLowerCase()}: ${value}`);
  return headers.sort().join('\n');
}

function shownVariant(variant: Variant): string {
  const headers = Object.entries(variant).map(([name, value]) => `${name}: ${value}`);
  return headers.length === 0 ? 'the plain one' : headers.join(' + ');
}

const shownAtMost = 5;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, shownAtMost).join(', ');
  return names.length > shownAtMost ? `${shown} and ${names.length - shownAtMost} more` : shown;
}
