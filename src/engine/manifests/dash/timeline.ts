import { MpdFault } from './fault.ts';
import type { Span } from './mpd.ts';
import { ceilDivide } from './numbers.ts';
import type { Run } from './runs.ts';

/**
 * A SegmentTimeline (ISO/IEC 23009-1 §5.3.9.6) as runs. A negative repeat goes on until the next element's time, or at the end
 * until the Period's. `end`: of the Period, in ticks of the media; undefined in a live one, whose last run then has no end.
 * Throws `MpdFault` where it has no end and is not live.
 */
export function* timelineRuns(
  spans: readonly Span[],
  { startNumber, end, isLive }: { startNumber: bigint; end: bigint | undefined; isLive: boolean },
): Generator<Run, void> {
  let time = 0n;
  let number = startNumber;
  for (const [at, span] of spans.entries()) {
    time = span.at ?? time;
    number = span.number ?? number;
    const { duration } = span;
    let count: bigint | undefined = BigInt(span.repeats) + 1n;
    if (span.repeats < 0) {
      const next = spans[at + 1];
      const until = next === undefined ? end : next.at;
      if (until === undefined && !(next === undefined && isLive)) throw new MpdFault('its SegmentTimeline has S@r="-1" without an end');
      count = until === undefined ? undefined : ceilDivide(until - time, duration);
    }
    if (count === undefined || count > 0n) yield { number, time, duration, count };
    time += (count ?? 0n) * duration;
    number += count ?? 0n;
  }
}
