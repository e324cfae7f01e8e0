import type { Finding, Named } from '../finding.ts';
import type { LeftOut } from '../left-out.ts';
import { afterTheFirst, beforeTheStart } from '../selection.ts';
import { attribute } from './attribute-list.ts';
import { durationUs } from './survey.ts';
import { placeIn, type Place, type Window } from './window.ts';

const gap = 'marked as gaps';

/**
 * Which segments of a media playlist are taken, with the keys and maps that these need and no others.
 *
 * What applies to the segments after it (EXT-X-KEY, EXT-X-MAP) is named once a segment is taken: until then it is
 * kept, and let go when something else takes its place.
 */
export class Segments {
  readonly #window: Window | undefined;
  readonly #firstSeconds: number | undefined;
  readonly #leftOut: LeftOut;
  /** What the next segment that is taken needs, and has not been named. */
  readonly #needed = new Map<string, Named>();
  /** Keys and maps named so far. */
  readonly #named = new Set<string | undefined>();
  /** Where the next segment begins, and how long it is. */
  #atUs = 0;
  #durationUs = 0;
  /** Of the parts of the next segment so far. */
  #partsUs = 0;
  #isGap = false;
  #lastTaken: string | undefined;
  #isCutWithinFile = false;

  constructor(window: Window | undefined, firstSeconds: number | undefined, leftOut: LeftOut) {
    this.#window = window;
    this.#firstSeconds = firstSeconds;
    this.#leftOut = leftOut;
  }

  lasts(extinf: string): void {
    this.#durationUs = durationUs(extinf);
  }

  isGap(): void {
    this.#isGap = true;
  }

  /** A key; `named` is undefined where it names none (METHOD=NONE), which ends those before it. */
  key(attributes: string, named: Named | undefined): void {
    if (attribute(attributes, 'METHOD') === 'NONE') {
      for (const slot of this.#needed.keys()) if (slot !== mapSlot) this.#drop(slot);
    } else if (named !== undefined) this.#need(`KEY:${attribute(attributes, 'KEYFORMAT') ?? 'identity'}`, named);
  }

  map(named: Named | undefined): void {
    if (named !== undefined) this.#need(mapSlot, named);
  }

  *segment(named: Named): Generator<Finding, void> {
    const place = placeIn(this.#window, this.#atUs, this.#durationUs);
    const isGap = this.#isGap;
    this.#atUs += this.#durationUs;
    this.#durationUs = 0;
    this.#partsUs = 0;
    this.#isGap = false;
    yield* this.#take(named, isGap ? 'gap' : place, 'segments');
  }

  /** A part of the segment that comes next, or the announcement of one. */
  *part(named: Named, attributes: string): Generator<Finding, void> {
    const lastsUs = durationUs(attribute(attributes, 'DURATION'));
    const place = placeIn(this.#window, this.#atUs + this.#partsUs, lastsUs);
    this.#partsUs += lastsUs;
    yield* this.#take(named, attribute(attributes, 'GAP') === 'YES' ? 'gap' : place, 'parts');
  }

  *notes(): Generator<Finding, void> {
    for (const slot of this.#needed.keys()) this.#drop(slot);
    if (this.#isCutWithinFile) yield { kind: 'note', text: 'files of which only a part plays in that time are taken whole' };
  }

  *#take(named: Named, place: Place | 'gap', what: string): Generator<Finding, void> {
    if (place === 'within') {
      for (const needed of this.#needed.values()) {
        this.#named.add(needed.uri);
        yield needed;
      }
      this.#needed.clear();
      this.#lastTaken = named.uri;
      yield named;
    } else if (place === 'gap') this.#leftOut.add(`${what} ${gap}`);
    else if (named.uri === this.#lastTaken) this.#isCutWithinFile = true;
    else this.#leftOut.add(place === 'after' ? afterTheFirst(what, this.#firstSeconds) : beforeTheStart(what));
  }

  #need(slot: string, named: Named): void {
    if (this.#needed.get(slot)?.uri === named.uri) return;
    this.#drop(slot);
    if (!this.#named.has(named.uri)) this.#needed.set(slot, named);
  }

  #drop(slot: string): void {
    if (this.#needed.delete(slot)) this.#leftOut.add('keys and maps that only left-out segments use');
  }
}

const mapSlot = 'MAP';
