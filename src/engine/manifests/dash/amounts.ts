import type { LeftOut } from '../left-out.ts';
import { afterTheFirst, beforeTheStart } from '../selection.ts';
import type { Media } from './addressing.ts';
import { MpdFault } from './fault.ts';
import type { Live } from './live.ts';
import { clipped, type Run } from './runs.ts';
import type { Stretch } from './stretch.ts';
import { availability, endNs, windowOf, type Track } from './track.ts';

/** Runs looked at in one manifest, again and again: some seconds of work. The largest real ones stay below half of it. */
const maxSteps = 5_000_000;

/** Cuts tracks to what is there and what is selected, and knows how much that is before any of it is named. */
export class Amounts {
  readonly #live: Live | undefined;
  #stepCount = 0;

  constructor(live: Live | undefined) {
    this.#live = live;
  }

  /** Runs looked at so far. */
  get stepCount(): number {
    return this.#stepCount;
  }

  /** What of a track is taken. Without a stretch, all that is there. Throws `MpdFault`. */
  *taken(media: Media, track: Track, stretch: Stretch | undefined): Generator<Run, void> {
    const window = windowOf(stretch, media, track);
    for (const { there } of this.#runs(media, track)) {
      const cut = there === undefined ? undefined : clipped(there, window);
      if (cut !== undefined) yield cut;
    }
  }

  /** How many segments of a track are taken; what is not is told. Throws `MpdFault`. */
  count(media: Media, track: Track, stretch: Stretch | undefined, firstSeconds: number | undefined, leftOut: LeftOut): bigint {
    const window = windowOf(stretch, media, track);
    const untilEnd = { ...window, after: undefined };
    let taken = 0n;
    let before = 0n;
    let after = 0n;
    let absent = 0n;
    for (const { run, there } of this.#runs(media, track)) {
      const thereCount = there?.count ?? 0n;
      const untilEndCount = there === undefined ? 0n : (clipped(there, untilEnd)?.count ?? 0n);
      const takenCount = there === undefined ? 0n : (clipped(there, window)?.count ?? 0n);
      taken += takenCount;
      before += untilEndCount - takenCount;
      after += thereCount - untilEndCount;
      if (media.isExplicit && run.count !== undefined) absent += run.count - thereCount;
    }
    leftOut.add(beforeTheStart('segments'), Number(before));
    leftOut.add(afterTheFirst('segments', firstSeconds), Number(after));
    leftOut.add('segments that are not available at this moment', Number(absent));
    return taken;
  }

  /** When the last segment that is there is over, in ns of the presentation. Throws `MpdFault`. */
  edgeNs(media: Media, track: Track): bigint | undefined {
    let edge: bigint | undefined;
    for (const { there } of this.#runs(media, track)) {
      const end = there === undefined || media.isUntimed ? undefined : endNs(there, media, track.period);
      if (end !== undefined && (edge === undefined || end > edge)) edge = end;
    }
    return edge;
  }

  /** The runs of a track, and what of each is there. */
  *#runs(media: Media, track: Track): Generator<{ readonly run: Run; readonly there: Run | undefined }, void> {
    const isThere = availability(media, track, this.#live);
    for (const run of media.runs()) {
      this.#stepCount += 1;
      if (this.#stepCount > maxSteps) throw new MpdFault(`more than ${maxSteps} steps do not suffice to count its segments`, true);
      yield { run, there: isThere(run) };
    }
  }
}
