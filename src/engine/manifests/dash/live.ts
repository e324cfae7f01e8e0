import { MpdFault } from './fault.ts';
import { childOf, type Element } from './mpd.ts';
import { nsPerS, optionalDurationNs, optionalInstantNs, optionalTicks } from './numbers.ts';

/** A live presentation at one moment. Times in ns from its zero point, which is `availabilityStartTime`. */
export type Live = {
  readonly nowNs: bigint;
  /** What is over for longer than this is gone; undefined: nothing goes. */
  readonly bufferNs: bigint | undefined;
  /** So far behind now does a player begin. */
  readonly delayNs: bigint;
  /** It is over, and nothing of it is there any more. */
  readonly isOver: boolean;
};

/** Undefined for one that is not live. Throws `MpdFault`. */
export function liveOf(mpd: Element, wallMs: number): Live | undefined {
  if (mpd.attributes['type'] !== 'dynamic') return undefined;
  const { attributes } = mpd;
  const startNs = optionalInstantNs('MPD@availabilityStartTime', attributes['availabilityStartTime']);
  if (startNs === undefined) throw new MpdFault('it is live and has no availabilityStartTime');
  const endNs = optionalInstantNs('MPD@availabilityEndTime', attributes['availabilityEndTime']);
  const wallNs = BigInt(Math.trunc(wallMs)) * 1_000_000n;
  return {
    nowNs: wallNs - startNs,
    bufferNs: optionalDurationNs('MPD@timeShiftBufferDepth', attributes['timeShiftBufferDepth']),
    delayNs: delayNs(mpd),
    isOver: endNs !== undefined && endNs < wallNs,
  };
}

/**
 * What the manifest suggests, else the latency that it aims at, else three segments and at least 4 s, as DASH-IF's
 * guidelines put it (IOP 4.3 §4.3.3.2.2). minBufferTime is there always, and stands in for the segments' length.
 */
function delayNs(mpd: Element): bigint {
  const { attributes } = mpd;
  const suggested = optionalDurationNs('MPD@suggestedPresentationDelay', attributes['suggestedPresentationDelay']);
  if (suggested !== undefined) return suggested;
  const description = childOf(mpd, 'ServiceDescription');
  const latency = description === undefined ? undefined : childOf(description, 'Latency');
  const targetMs = optionalTicks('Latency@target', latency?.attributes['target']);
  if (targetMs !== undefined) return targetMs * 1_000_000n;
  const segmentNs =
    optionalDurationNs('MPD@maxSegmentDuration', attributes['maxSegmentDuration']) ??
    optionalDurationNs('MPD@minBufferTime', attributes['minBufferTime']) ??
    0n;
  return 3n * segmentNs > leastNs ? 3n * segmentNs : leastNs;
}

const leastNs = 4n * nsPerS;
