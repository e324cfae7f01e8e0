import { shouldBeWarm } from '../tasks/desired.ts';
import type { Outcome } from '../tasks/outcome.ts';
import type { PurgeMode, PurgeScope, RefreshOrder } from '../tasks/purge.ts';

/** What a task that ended with a URL changes in what is remembered of it. */
export type Touched = {
  readonly scope: PurgeScope;
  /** `kept`: whether it should be warm is what it was before. */
  readonly warmth: 'warm' | 'cold' | 'kept';
  /** Given with `warm`, where it is known. */
  readonly freshUntilS?: number;
  /** It was purged. Also over the other scheme, which may be the same object. */
  readonly purge?: PurgeMode;
};

/**
 * By the task's order (undefined: a prefetch) and what the nodes made of the URL. A purge counts whatever came of it:
 * a node that could not be purged is one that still has to forget; but what was cancelled on every node never was. A
 * directory is never warm, but what it is refreshed with may be, and that is an object of the same URL.
 * `isAside`: it was for a part of the domain's nodes, or in other variants, so that what those should hold is what it was.
 */
export function touchedBy(
  order: RefreshOrder | undefined,
  outcomes: readonly (Outcome | undefined)[],
  nowS: number,
  isAside = false,
): Touched[] {
  const touched = touchedByWhole(order, outcomes, nowS);
  if (outcomes.length > 0 && outcomes.every((outcome) => outcome?.reason === 'cancelled'))
    return touched.map(({ scope }) => ({ scope, warmth: 'kept' }));
  return isAside ? touched.map(({ scope, purge }) => ({ scope, warmth: 'kept', ...(purge !== undefined && { purge }) })) : touched;
}

function touchedByWhole(order: RefreshOrder | undefined, outcomes: readonly (Outcome | undefined)[], nowS: number): Touched[] {
  if (order === undefined) return [pulled(outcomes, nowS, outcomes.every(saysNever) ? 'cold' : 'kept')];
  const { type, mode: purge, thenPrefetch } = order;
  const object: Touched = thenPrefetch ? pulled(outcomes, nowS, 'cold') : { scope: 'object', warmth: 'cold' };
  if (type !== 'dir') return [{ ...object, purge }];
  const directory: Touched = { scope: 'subtree', warmth: 'kept', purge };
  return thenPrefetch ? [directory, object] : [directory];
}

function pulled(outcomes: readonly (Outcome | undefined)[], nowS: number, otherwise: 'cold' | 'kept'): Touched {
  if (!shouldBeWarm(outcomes)) return { scope: 'object', warmth: otherwise };
  const freshForS = leastFreshForS(outcomes);
  return { scope: 'object', warmth: 'warm', ...(freshForS !== undefined && { freshUntilS: nowS + freshForS }) };
}

/** Three thousand years. */
const longestFreshS = 1e11;

/** Not the node's fault, not somebody's wish: the origin refuses it, or no cache may store it. */
function saysNever(outcome: Outcome | undefined): boolean {
  return outcome?.reason === 'uncacheable' || outcome?.reason === 'http_status';
}

function leastFreshForS(outcomes: readonly (Outcome | undefined)[]): number | undefined {
  let least: number | undefined;
  for (const outcome of outcomes) {
    if (outcome?.status !== 'succeeded' || outcome.freshForS === undefined) continue;
    const freshForS = Math.max(0, Math.floor(outcome.freshForS));
    if (least === undefined || freshForS < least) least = freshForS;
  }
  // Beyond any date: it is kept in 16 digits.
  return least === undefined ? undefined : Math.min(least, longestFreshS);
}
