import { addressingOf, type Addressing, type Media } from './addressing.ts';
import { baseWithin, type Base } from './base-urls.ts';
import type { Chosen } from './bitrates.ts';
import { MpdFault } from './fault.ts';
import type { Live } from './live.ts';
import { ceilDivide, floorDivide, nsPerS } from './numbers.ts';
import type { Period } from './periods.ts';
import type { Stretch } from './stretch.ts';
import { clipped, type Run, type TickWindow } from './runs.ts';

/** One Representation in one Period, ready to be counted, cut and named. */
export type Track = {
  /** Of the Representation. */
  readonly id: string | undefined;
  readonly period: Period;
  readonly base: Base;
  readonly addressing: Addressing;
};

/** `outer`: of the AdaptationSet. Throws `MpdFault` where it can't be told what the Representation names. */
export function trackOf({ set, representation }: Chosen, period: Period, outer: Base, live: Live | undefined): Track {
  const base = baseWithin(outer, representation);
  const { id, bandwidth } = representation.attributes;
  const setting = {
    subject: { id, bandwidth },
    isLive: live !== undefined,
    lengthNs: period.endNs === undefined ? undefined : period.endNs - period.startNs,
  };
  const addressing = addressingOf([period.element, set, representation], setting);
  if (addressing.media === undefined && !base.isGiven && addressing.whole.length === 0)
    throw new MpdFault('it has no segments and no BaseURL');
  return { id, period, base, addressing };
}

/** Cuts runs to what is there at the moment. Without end they are cut at now, wherever it says that segments come ever earlier. */
export function availability(media: Media, { period, base }: Track, live: Live | undefined): (run: Run) => Run | undefined {
  if (live === undefined || media.isUntimed) return (run) => (live?.isOver === true ? undefined : run);
  if (live.isOver) return () => undefined;
  const { nowNs, bufferNs } = live;
  const after = bufferNs === undefined ? undefined : ticksAt(nowNs - bufferNs, media, period, floorDivide);
  const now = ticksAt(nowNs, media, period, floorDivide);
  const earlierS = media.earlierS + base.earlierS;
  const earlierNs = earlierS === Infinity ? undefined : BigInt(Math.round(within(earlierS) * 1e9));
  const endsBy = earlierNs === undefined ? undefined : ticksAt(nowNs + earlierNs, media, period, floorDivide);
  return (run) => clipped(run, { after, before: undefined, endsBy: run.count === undefined ? (endsBy ?? now) : endsBy });
}

/** The window of a stretch, in ticks of a track's media; all of it where all is selected. */
export function windowOf(stretch: Stretch | undefined, media: Media, { period }: Track): TickWindow {
  if (stretch === undefined || media.isUntimed) return { after: undefined, before: undefined, endsBy: undefined };
  const after = ticksAt(stretch.fromNs, media, period, floorDivide);
  return { after, before: ticksAt(stretch.toNs, media, period, ceilDivide), endsBy: undefined };
}

/** When a run is over, in ns of the presentation; undefined where it never is. */
export function endNs({ time, duration, count }: Run, { offset, timescale }: Media, { startNs }: Period): bigint | undefined {
  return count === undefined ? undefined : startNs + ((time + count * duration - offset) * nsPerS) / timescale;
}

function ticksAt(ns: bigint, { timescale, offset }: Media, { startNs }: Period, divide: typeof floorDivide): bigint {
  return divide((ns - startNs) * timescale, nsPerS) + offset;
}

/** Thirty years: beyond it nobody is off. */
function within(seconds: number): number {
  return Math.max(-1e9, Math.min(seconds, 1e9));
}
