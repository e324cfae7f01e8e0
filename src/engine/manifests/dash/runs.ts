import { ceilDivide, floorDivide } from './numbers.ts';

/**
 * Segments of one duration, one after another. Millions of them are as small as one, so that they can be counted and cut
 * before any is named.
 */
export type Run = {
  /** `$Number$` of the first. */
  readonly number: bigint;
  /** `$Time$` of the first, in ticks of the media's own timeline. */
  readonly time: bigint;
  /** In ticks, above 0. */
  readonly duration: bigint;
  /** Undefined: without end. */
  readonly count: bigint | undefined;
};

/** In ticks of the media's own timeline; what is undefined bounds nothing. */
export type TickWindow = {
  /** Segments that end at or before this are out. */
  readonly after: bigint | undefined;
  /** Segments that begin at or after this are out. */
  readonly before: bigint | undefined;
  /** Segments that end later than this are out. */
  readonly endsBy: bigint | undefined;
};

/** What of a run is within; undefined when nothing is. */
export function clipped(run: Run, { after, before, endsBy }: TickWindow): Run | undefined {
  const { number, time, duration, count } = run;
  // Most timelines are of such runs, and division is slow.
  if (count === 1n) {
    const isOut =
      (after !== undefined && time + duration <= after) ||
      (endsBy !== undefined && time + duration > endsBy) ||
      (before !== undefined && time >= before);
    return isOut ? undefined : run;
  }
  const first = after === undefined ? 0n : larger(0n, floorDivide(after - time, duration));
  let end = count;
  if (endsBy !== undefined) end = smaller(end, floorDivide(endsBy - time, duration));
  if (before !== undefined) end = smaller(end, ceilDivide(before - time, duration));
  if (end !== undefined && end <= first) return undefined;
  return { number: number + first, time: time + first * duration, duration, count: end === undefined ? undefined : end - first };
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

function smaller(one: bigint | undefined, other: bigint): bigint {
  return one === undefined || other < one ? other : one;
}
