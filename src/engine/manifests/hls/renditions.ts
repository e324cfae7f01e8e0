import type { Finding } from '../finding.ts';
import type { LeftOut } from '../left-out.ts';
import { aboveBitrate, lowestTaken, withinBitrate, type BitrateChoice } from '../selection.ts';
import { attribute } from './attribute-list.ts';
import type { Survey } from './survey.ts';

/** Which of the playlists that a master playlist names are taken; asked in the order in which they stand there. */
export class Renditions {
  readonly #maxBitrate: number | undefined;
  readonly #leftOut: LeftOut;
  readonly #choices: Readonly<Record<'variant' | 'iFrame' | 'image', BitrateChoice>>;
  readonly #at = { variant: 0, iFrame: 0, image: 0 };
  /** Groups that some variant uses, and those that one uses that is taken. */
  readonly #used: ReadonlySet<string>;
  readonly #wanted: ReadonlySet<string>;

  constructor({ variants, iFrames, images }: Survey, maxBitrate: number | undefined, leftOut: LeftOut) {
    this.#maxBitrate = maxBitrate;
    this.#leftOut = leftOut;
    const bitrates = variants.map(({ bitrate }) => bitrate);
    this.#choices = {
      variant: withinBitrate(bitrates, maxBitrate),
      iFrame: withinBitrate(iFrames, maxBitrate),
      image: withinBitrate(images, maxBitrate),
    };
    this.#used = new Set(variants.flatMap(({ groups }) => groups));
    this.#wanted = new Set(variants.flatMap(({ groups }, at) => (this.#choices.variant.taken[at] === true ? groups : [])));
  }

  takesNext(kind: 'variant' | 'iFrame' | 'image'): boolean {
    const isTaken = this.#choices[kind].taken[this.#at[kind]] !== false;
    this.#at[kind] += 1;
    if (!isTaken) this.#leftOut.add(aboveBitrate(this.#maxBitrate));
    return isTaken;
  }

  /** EXT-X-MEDIA tells no bitrate: it goes with the variants that use its group, and is taken where none does. */
  takesMedia(attributes: string): boolean {
    const group = `${attribute(attributes, 'TYPE')}:${attribute(attributes, 'GROUP-ID')}`;
    if (!this.#used.has(group) || this.#wanted.has(group)) return true;
    if (attribute(attributes, 'URI') !== undefined) this.#leftOut.add('renditions that go with none of the variants taken');
    return false;
  }

  *notes(): Generator<Finding, void> {
    for (const [kind, what] of [
      ['variant', 'variants'],
      ['iFrame', 'I-frame renditions'],
      ['image', 'image renditions'],
    ] as const) {
      const { lowest } = this.#choices[kind];
      if (lowest !== undefined) yield { kind: 'note', text: lowestTaken(what, this.#maxBitrate, lowest) };
    }
  }
}
