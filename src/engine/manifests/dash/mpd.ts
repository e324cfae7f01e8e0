import type { Pause } from '../finding.ts';
import { MpdFault } from './fault.ts';
import { count, optionalTicks } from './numbers.ts';
import { walkXml } from './xml.ts';

/** An element of a manifest, of those that matter for what it names. */
export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** By name, since a look at all of them for each of a hundred thousand would take hours. */
  readonly children: Map<string, Element[]>;
  /** Of a SegmentTimeline: its `S` elements, kept small since there may be hundreds of thousands. */
  readonly spans: Span[];
  text: string;
};

/** `S` (ISO/IEC 23009-1 §5.3.9.6): `repeats` + 1 segments of the same duration, in ticks; negative: as many as fit. */
export type Span = {
  readonly at: bigint | undefined;
  readonly number: bigint | undefined;
  readonly duration: bigint;
  readonly repeats: number;
};

const segmentElements = ['SegmentBase', 'SegmentList', 'SegmentTemplate'] as const;
const properties = ['EssentialProperty', 'SupplementalProperty'] as const;
const segmentChildren = ['SegmentTimeline', 'Initialization', 'RepresentationIndex', 'BitstreamSwitching', 'SegmentURL'];

/** Which elements are kept, by the element that they stand in. */
const kept: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    MPD: ['Period', 'BaseURL', 'Location', 'PatchLocation', 'ContentSteering', 'ServiceDescription', ...properties],
    ServiceDescription: ['Latency'],
    Period: ['AdaptationSet', 'BaseURL', ...segmentElements, ...properties],
    AdaptationSet: ['Representation', 'BaseURL', 'Role', ...segmentElements, ...properties],
    Representation: ['BaseURL', ...segmentElements, ...properties],
    SegmentBase: segmentChildren,
    SegmentList: segmentChildren,
    SegmentTemplate: segmentChildren,
  }).map(([name, children]) => [name, new Set(children)]),
);

/** Elements of which a text is wanted, a URL. */
const withText: ReadonlySet<string> = new Set(['BaseURL', 'Location', 'PatchLocation', 'ContentSteering']);

/** What is kept in memory of the most hostile manifest: some 60 MB. */
const maxElements = 200_000;
const maxSpans = 500_000;
const maxUrlLength = 8192;

export type Mpd = {
  readonly root: Element;
  /** How many elements, by name, are to be fetched from elsewhere (xlink:href). */
  readonly remote: ReadonlyMap<string, number>;
};

/** Reads a manifest (MPD, ISO/IEC 23009-1 §5.3) into its elements, pausing now and then. Throws `MpdFault`. */
export function* parseMpd(text: string): Generator<Pause, Mpd> {
  const builder = new Builder();
  yield* walkXml(text, builder);
  return { root: builder.root, remote: builder.remote };
}

class Builder {
  readonly remote = new Map<string, number>();
  readonly #document = element('', {});
  readonly #open: Element[] = [this.#document];
  /** How deep we are in an element that is not kept. */
  #passedBy = 0;
  #elementCount = 0;
  #spanCount = 0;

  get root(): Element {
    const root = childOf(this.#document, 'MPD');
    if (root === undefined) throw new MpdFault('it has no MPD element');
    return root;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const parent = this.#parent;
    if (this.#passedBy > 0) this.#passedBy += 1;
    else if (parent.name === 'SegmentTimeline' && name === 'S') {
      this.#count('span');
      parent.spans.push(spanOf(attributes));
      this.#passedBy = 1;
    } else if (parent !== this.#document && kept.get(parent.name)?.has(name) !== true) this.#passedBy = 1;
    else if (this.#isNothing(name, attributes)) this.#passedBy = 1;
    else {
      this.#count('element');
      const opened = element(name, attributes);
      const siblings = parent.children.get(name);
      if (siblings === undefined) parent.children.set(name, [opened]);
      else siblings.push(opened);
      this.#open.push(opened);
    }
  }

  /** Notes an element that is elsewhere (§5.5). One that resolves to nothing is to be taken out; else what stands here stays. */
  #isNothing(name: string, attributes: Readonly<Record<string, string>>): boolean {
    const link = attributes['xlink:href'];
    if (link === undefined) return false;
    if (link === 'urn:mpeg:dash:resolve-to-zero:2013') return true;
    this.remote.set(name, (this.remote.get(name) ?? 0) + 1);
    return false;
  }

  text(piece: string): void {
    const parent = this.#parent;
    if (this.#passedBy > 0 || !withText.has(parent.name)) return;
    parent.text += piece;
    if (parent.text.length > 2 * maxUrlLength) throw new MpdFault(`a ${parent.name} in it is longer than ${maxUrlLength} characters`);
  }

  close(): void {
    if (this.#passedBy > 0) this.#passedBy -= 1;
    else this.#open.pop();
  }

  get #parent(): Element {
    return this.#open.at(-1) ?? this.#document;
  }

  #count(what: 'element' | 'span'): void {
    if (what === 'span') this.#spanCount += 1;
    else this.#elementCount += 1;
    if (this.#spanCount > maxSpans) throw new MpdFault(`it has more than ${maxSpans} S elements`);
    if (this.#elementCount > maxElements) throw new MpdFault(`it has more than ${maxElements} elements`);
  }
}

function element(name: string, attributes: Readonly<Record<string, string>>): Element {
  return { name, attributes, children: new Map(), spans: [], text: '' };
}

function spanOf(attributes: Readonly<Record<string, string>>): Span {
  const duration = optionalTicks('S@d', attributes['d']);
  if (duration === undefined || duration === 0n) throw new MpdFault('an S element in it has no duration (S@d)');
  const repeats = attributes['r'];
  const isNegative = repeats?.trim().startsWith('-') === true;
  return {
    at: optionalTicks('S@t', attributes['t']),
    number: optionalTicks('S@n', attributes['n']),
    duration,
    repeats: repeats === undefined ? 0 : isNegative ? -1 : count('S@r', repeats),
  };
}

export function childrenOf({ children }: Element, name: string): readonly Element[] {
  return children.get(name) ?? [];
}

export function childOf({ children }: Element, name: string): Element | undefined {
  return children.get(name)?.[0];
}
