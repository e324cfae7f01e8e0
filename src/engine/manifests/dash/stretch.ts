import type { Live } from './live.ts';
import type { Period } from './periods.ts';

/** A stretch of the presentation, in ns from its zero point. */
export type Stretch = { readonly fromNs: bigint; readonly toNs: bigint };

export type StretchParts = {
  readonly periods: readonly Period[];
  readonly live: Live | undefined;
  /** When the last segment that is there is over; undefined where there is none. */
  readonly edgeNs: bigint | undefined;
  readonly firstSeconds: number;
};

/**
 * What plays in the first seconds: from the beginning, and of a live presentation from where a player begins now. An
 * encoder that lags behind its own clock takes its players with it, so that one begins before the end of what is there.
 */
export function stretchOf({ periods, live, edgeNs, firstSeconds }: StretchParts): Stretch {
  const beginningNs =
    periods.reduce<bigint | undefined>((least, { startNs }) => (least === undefined || startNs < least ? startNs : least), undefined) ?? 0n;
  let fromNs = beginningNs;
  if (live !== undefined) {
    const { nowNs, delayNs, bufferNs } = live;
    const joinNs = nowNs - delayNs;
    const reachableNs = edgeNs !== undefined && edgeNs <= joinNs ? edgeNs - delayNs : joinNs;
    fromNs = largest(reachableNs, beginningNs, bufferNs === undefined ? beginningNs : nowNs - bufferNs);
    // The oldest that is there may be older than the buffer's beginning, if it is all that there is.
    if (edgeNs !== undefined && edgeNs <= fromNs) fromNs = edgeNs - 1n;
  }
  return { fromNs, toNs: fromNs + BigInt(Math.round(Math.min(firstSeconds, longestS) * 1e9)) };
}

/** Does a Period play at any time of the stretch? */
export function isOverlapping({ startNs, endNs }: Period, stretch: Stretch | undefined): boolean {
  return stretch === undefined || (startNs < stretch.toNs && (endNs === undefined || endNs > stretch.fromNs));
}

/** Has a Period begun, and is it not gone? Always, where nothing is live. */
export function isOnAir({ startNs, endNs }: Period, live: Live | undefined): boolean {
  if (live === undefined) return true;
  const { nowNs, bufferNs, isOver } = live;
  const isGone = endNs !== undefined && bufferNs !== undefined && endNs <= nowNs - bufferNs;
  return !isOver && startNs <= nowNs && !isGone;
}

/** Thirty years: as good as all. */
const longestS = 1e9;

function largest(...values: readonly bigint[]): bigint {
  return values.reduce((one, other) => (one > other ? one : other));
}
