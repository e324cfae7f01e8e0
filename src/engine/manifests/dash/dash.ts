import type { Finding, Findings } from '../finding.ts';
import { LeftOut } from '../left-out.ts';
import type { Selection } from '../selection.ts';
import { shorten } from '../../shorten.ts';
import type { Media } from './addressing.ts';
import { Amounts } from './amounts.ts';
import { baseWithin, type Base } from './base-urls.ts';
import { representationsUpTo, type Chosen } from './bitrates.ts';
import { MpdFault } from './fault.ts';
import { liveOf, type Live } from './live.ts';
import { parseMpd, type Mpd } from './mpd.ts';
import { periodsOf, type Period } from './periods.ts';
import { remarksOn } from './remarks.ts';
import { isOnAir, isOverlapping, stretchOf, type Stretch } from './stretch.ts';
import { trackOf, type Track } from './track.ts';

export type DashSetting = {
  /** Where the manifest came from, after redirects. */
  readonly url: string;
  readonly selection: Selection;
  /** Since 1970: what of a live presentation is there depends on it. */
  readonly wallMs: number;
};

/**
 * What players ask for of a DASH manifest (ISO/IEC 23009-1), as far as it is there and selected. Three passes over its tracks
 * (a Representation in a Period): what there is, how much of it, and only then the names, so that whoever reads can refuse
 * a manifest of 300 bytes with a million segments before there is one of them.
 *
 * Not mpd-parser, which makes all segments at once (450 MB for that manifest) in floating point, loses `$Time$` beyond 2^53
 * and expands entities. In the tests it is the oracle.
 */
export function* readDash(text: string, setting: DashSetting): Findings {
  try {
    const mpd = yield* parseMpd(text);
    yield* new Reading(mpd, setting).findings();
  } catch (error) {
    if (!(error instanceof MpdFault)) throw error;
    yield { kind: 'fault', message: error.message, isWhole: true };
  }
}

/** Segments counted between two pauses. */
const stepsPerPause = 10_000;
/** Tracks made out between two pauses. */
const tracksPerPause = 500;

/** A track of which something is taken. */
type Taken = { readonly track: Track; readonly whole: readonly string[]; readonly media: Media | undefined };

class Reading {
  readonly #mpd: Mpd;
  readonly #setting: DashSetting;
  readonly #live: Live | undefined;
  readonly #amounts: Amounts;
  readonly #leftOut = new LeftOut();
  #otherBases = 0;
  #pausedAt = 0;

  constructor(mpd: Mpd, setting: DashSetting) {
    this.#mpd = mpd;
    this.#setting = setting;
    this.#live = liveOf(mpd.root, setting.wallMs);
    this.#amounts = new Amounts(this.#live);
  }

  *findings(): Findings {
    const { root } = this.#mpd;
    yield* remarksOn(this.#mpd);
    const { placed, unplaced } = periodsOf(root);
    for (const label of unplaced) yield this.#unplaced(label);
    const base = this.#within({ url: this.#setting.url, isGiven: false, earlierS: 0, otherCount: 0 }, root);
    const tracks: Track[] = [];
    for (const period of placed) yield* this.#tracks(period, base, tracks);
    if (this.#otherBases > 0) yield { kind: 'note', text: `of several BaseURLs the first is taken (${this.#otherBases} others are not)` };
    const stretch = yield* this.#stretch(placed, tracks);
    const taken: Taken[] = [];
    yield* this.#count(tracks, stretch, taken);
    yield* this.#leftOut.findings();
    if (this.#live !== undefined && taken.length === 0) yield { kind: 'note', text: 'nothing of it is available at this moment' };
    for (const one of taken) yield* this.#names(one, stretch);
  }

  #unplaced(label: string): Finding {
    if (this.#live === undefined) return { kind: 'fault', message: `when ${label} begins is told nowhere`, isWhole: false };
    return { kind: 'note', text: `${label} is announced without a time, and is not read` };
  }

  *#tracks(period: Period, outer: Base, tracks: Track[]): Findings {
    const base = this.#within(outer, period.element);
    const chosen = yield* representationsUpTo(period.element, this.#setting.selection.maxBitrate, this.#leftOut);
    const bases = new Map<Chosen['set'], Base>();
    for (const [at, one] of chosen.entries()) {
      if (at % tracksPerPause === 0) yield { kind: 'pause' };
      const setBase = bases.get(one.set) ?? this.#within(base, one.set);
      bases.set(one.set, setBase);
      try {
        const track = trackOf(one, period, setBase, this.#live);
        this.#otherBases += track.base.otherCount;
        tracks.push(track);
      } catch (error) {
        yield partFault(error, period, one.representation.attributes['id']);
      }
    }
  }

  /** The stretch that is selected; undefined when all is. */
  *#stretch(periods: readonly Period[], tracks: readonly Track[]): Generator<Finding, Stretch | undefined> {
    const { firstSeconds } = this.#setting.selection;
    if (firstSeconds === undefined) return undefined;
    let edgeNs: bigint | undefined;
    if (this.#live !== undefined) {
      for (const track of tracks) {
        const ownNs = this.#edge(track);
        if (ownNs !== undefined && (edgeNs === undefined || ownNs > edgeNs)) edgeNs = ownNs;
        yield* this.#pause();
      }
    }
    return stretchOf({ periods, live: this.#live, edgeNs, firstSeconds });
  }

  /** A track that can't be read has none; it is told when it is counted. */
  #edge(track: Track): bigint | undefined {
    const { media } = track.addressing;
    try {
      return media === undefined ? undefined : this.#amounts.edgeNs(media, track);
    } catch (error) {
      if (error instanceof MpdFault && !error.isWhole) return undefined;
      throw error;
    }
  }

  *#count(tracks: readonly Track[], stretch: Stretch | undefined, taken: Taken[]): Findings {
    let names = 0n;
    let characters = 0n;
    let fileCount = 0;
    for (const track of tracks) {
      const { whole, media } = track.addressing;
      try {
        const segmentNames = media === undefined ? 0n : this.#nameCount(media, track, stretch);
        const isTaken =
          segmentNames > 0n ||
          (isOnAir(track.period, this.#live) && (media === undefined ? isOverlapping(track.period, stretch) : stretch === undefined));
        if (!isTaken && media === undefined) this.#leftOut.add('files that play outside of that time');
        if (!isTaken) continue;
        const uris = media === undefined ? [...whole, ''] : whole;
        if (media === undefined) fileCount += 1;
        taken.push({ track, whole: uris, media: segmentNames > 0n ? media : undefined });
        names += segmentNames + BigInt(uris.length);
        characters += BigInt(track.base.url.length) * (segmentNames + BigInt(uris.length));
        characters += BigInt(media?.longest ?? 0) * segmentNames + BigInt(uris.reduce((sum, { length }) => sum + length, 0));
      } catch (error) {
        yield partFault(error, track.period, track.id);
      }
      yield* this.#pause();
    }
    yield { kind: 'announced', names: Number(names), characters: Number(characters) };
    if (fileCount > 0 && stretch !== undefined) yield { kind: 'note', text: 'renditions that are one file are taken whole' };
  }

  /** Of different names, as far as that can be told without making them. */
  #nameCount(media: Media, track: Track, stretch: Stretch | undefined): bigint {
    const segments = this.#amounts.count(media, track, stretch, this.#setting.selection.firstSeconds, this.#leftOut);
    const perSegment = BigInt(media.perSegment);
    return media.varies || segments === 0n ? segments * perSegment : perSegment;
  }

  *#names({ track, whole, media }: Taken, stretch: Stretch | undefined): Findings {
    const { base } = track;
    for (const uri of whole) yield { kind: 'name', uri, base: base.url, isManifest: false };
    if (media === undefined) return;
    for (const { number, time, duration, count = 0n } of this.#amounts.taken(media, track, stretch)) {
      for (let at = 0n; at < count; at += 1n) {
        for (const uri of media.uris(number + at, time + at * duration)) yield { kind: 'name', uri, base: base.url, isManifest: false };
        if (!media.varies) return;
      }
    }
  }

  #within(outer: Base, element: Mpd['root']): Base {
    const base = baseWithin(outer, element);
    this.#otherBases += base.otherCount;
    return base;
  }

  *#pause(): Findings {
    if (this.#amounts.stepCount - this.#pausedAt < stepsPerPause) return;
    this.#pausedAt = this.#amounts.stepCount;
    yield { kind: 'pause' };
  }
}

/** A fault of one Representation leaves the others. */
function partFault(error: unknown, { label }: Period, id: string | undefined): Finding {
  if (!(error instanceof MpdFault) || error.isWhole) throw error;
  const which = id === undefined ? 'a Representation' : `Representation "${shorten(id, 40)}"`;
  return { kind: 'fault', message: `${which} of ${label}: ${error.message}`, isWhole: false };
}
