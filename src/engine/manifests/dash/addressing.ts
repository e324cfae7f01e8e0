import { MpdFault } from './fault.ts';
import { segmentInformation, type SegmentInformation } from './inherited.ts';
import { childOf, childrenOf, type Element } from './mpd.ts';
import { ceilDivide, nsPerS, optionalTicks } from './numbers.ts';
import { clipped, type Run } from './runs.ts';
import { UrlTemplate, type Subject } from './template.ts';
import { timelineRuns } from './timeline.ts';
import { secondsEarlier } from './base-urls.ts';

/** Segments with URLs of their own. */
export type Media = {
  readonly timescale: bigint;
  /** The media's time at the beginning of the Period, in ticks. */
  readonly offset: bigint;
  /** So many seconds before its end a live segment is there; may be infinite. */
  readonly earlierS: number;
  /** Are they written down one by one, so that one that is not there was still named? */
  readonly isExplicit: boolean;
  /** Does each have a URL of its own? */
  readonly varies: boolean;
  /** URLs of one segment at most: its own, and its index. */
  readonly perSegment: number;
  /** Of the URLs of one segment, in characters, before they are resolved. */
  readonly longest: number;
  /** Of the segment with this number at this time. */
  readonly uris: (number: bigint, time: bigint) => readonly string[];
  /** When they are is not told: all are taken. */
  readonly isUntimed: boolean;
  /** May be asked for again and again. */
  readonly runs: () => Iterable<Run>;
};

/** What a Representation names. URIs are relative to its base; an empty one is the base itself. */
export type Addressing = {
  /** Initialization, index and bitstream switching segments of the whole. */
  readonly whole: readonly string[];
  /** Undefined: one file, which is the base. */
  readonly media: Media | undefined;
};

export type AddressingSetting = {
  readonly subject: Subject;
  readonly isLive: boolean;
  /** Of the Period; undefined where its end is not known. */
  readonly lengthNs: bigint | undefined;
};

/** `levels`: Period, AdaptationSet and Representation. Throws `MpdFault` where a player could not know either. */
export function addressingOf(levels: readonly Element[], setting: AddressingSetting): Addressing {
  const information = segmentInformation(levels);
  if (information === undefined) return { whole: [], media: undefined };
  const whole = wholeUris(information, setting.subject);
  if (information.kind === 'SegmentBase') return { whole, media: undefined };
  const { listed, ...uris } = information.kind === 'SegmentTemplate' ? templateUris(information, setting.subject) : listUris(information);
  return { whole, media: { ...timing(information, setting, listed), ...uris } };
}

function wholeUris({ kind, attributes, holding }: SegmentInformation, subject: Subject): string[] {
  const uris: string[] = [];
  for (const [name, attribute] of [
    ['Initialization', 'initialization'],
    ['RepresentationIndex', 'index'],
    ['BitstreamSwitching', 'bitstreamSwitching'],
  ] as const) {
    const element = childHeld(holding, name);
    const template = kind === 'SegmentTemplate' ? attributes[attribute] : undefined;
    if (element !== undefined) uris.push(element.attributes['sourceURL'] ?? '');
    else if (template !== undefined) {
      const built = new UrlTemplate(`SegmentTemplate@${attribute}`, template, subject);
      if (!built.varies) uris.push(built.url(0n, 0n));
      else if (attribute !== 'index') throw new MpdFault(`SegmentTemplate@${attribute} differs by segment`);
    }
  }
  return uris;
}

function childHeld(holding: SegmentInformation['holding'], name: string): Element | undefined {
  const holder = holding(name);
  return holder === undefined ? undefined : childOf(holder, name);
}

type UrisKey = 'uris' | 'perSegment' | 'longest' | 'varies';
type Uris = Pick<Media, UrisKey> & { readonly listed: bigint | undefined };

function templateUris({ attributes }: SegmentInformation, subject: Subject): Uris {
  const media = attributes['media'];
  if (media === undefined) throw new MpdFault('its SegmentTemplate has no media');
  const templates = [new UrlTemplate('SegmentTemplate@media', media, subject)];
  const index = attributes['index'];
  const indexTemplate = index === undefined ? undefined : new UrlTemplate('SegmentTemplate@index', index, subject);
  if (indexTemplate?.varies === true) templates.push(indexTemplate);
  return {
    uris: (number, time) => templates.map((template) => template.url(number, time)),
    perSegment: templates.length,
    longest: templates.reduce((sum, { longest }) => sum + longest, 0),
    varies: templates.some(({ varies }) => varies),
    listed: undefined,
  };
}

function listUris({ attributes, holding }: SegmentInformation): Uris {
  const list = holding('SegmentURL');
  if (list === undefined) throw new MpdFault('its SegmentList is empty');
  const segments = listed(list);
  const startNumber = optionalTicks('SegmentList@startNumber', attributes['startNumber']) ?? 1n;
  return {
    uris: (number) => segments.uris[Number(number - startNumber)] ?? [],
    perSegment: segments.perSegment,
    longest: segments.longest,
    varies: segments.varies,
    listed: BigInt(segments.uris.length),
  };
}

type Listed = {
  readonly uris: readonly (readonly string[])[];
  readonly perSegment: number;
  readonly longest: number;
  readonly varies: boolean;
};

/** By SegmentList: one may be meant for thousands of Representations. */
const lists = new WeakMap<Element, Listed>();

function listed(list: Element): Listed {
  const known = lists.get(list);
  if (known !== undefined) return known;
  const uris = childrenOf(list, 'SegmentURL').map(({ attributes }) => {
    const { media = '', index } = attributes;
    return index === undefined ? [media] : [media, index];
  });
  const longest = uris.reduce((longest, several) => Math.max(longest, several.join('').length), 0);
  const perSegment = uris.some(({ length }) => length > 1) ? 2 : 1;
  const made = { uris, perSegment, longest, varies: uris.some((several) => several.join(' ') !== uris[0]?.join(' ')) };
  lists.set(list, made);
  return made;
}

type Timing = Omit<Media, UrisKey>;

function timing(
  { kind, attributes, holding }: SegmentInformation,
  { isLive, lengthNs }: AddressingSetting,
  listed: bigint | undefined,
): Timing {
  const timescale = optionalTicks(`${kind}@timescale`, attributes['timescale']) ?? 1n;
  if (timescale === 0n) throw new MpdFault(`${kind}@timescale is 0`);
  const offset = optionalTicks(`${kind}@presentationTimeOffset`, attributes['presentationTimeOffset']) ?? 0n;
  const duration = optionalTicks(`${kind}@duration`, attributes['duration']);
  const startNumber = optionalTicks(`${kind}@startNumber`, attributes['startNumber']) ?? 1n;
  const endNumber = optionalTicks(`${kind}@endNumber`, attributes['endNumber']);
  const length = lengthNs === undefined ? undefined : ceilDivide(lengthNs * timescale, nsPerS);
  const timeline = childHeld(holding, 'SegmentTimeline');
  const isExplicit = timeline !== undefined || listed !== undefined;
  const last = listed === undefined ? endNumber : startNumber + listed - 1n;
  const common = { timescale, offset, earlierS: secondsEarlier(attributes), isExplicit };

  if (timeline !== undefined) {
    const end = length === undefined ? undefined : offset + length;
    return { ...common, isUntimed: false, runs: () => numberedUpTo(last, timelineRuns(timeline.spans, { startNumber, end, isLive })) };
  }
  if (duration === undefined) {
    // The only segment of its Period, or a list whose segments' times nobody knows.
    const only = { number: startNumber, time: offset, duration: 1n, count: listed ?? 1n };
    return { ...common, isUntimed: true, runs: () => [only] };
  }
  if (duration === 0n) throw new MpdFault(`${kind}@duration is 0`);
  const byLength = length === undefined ? undefined : ceilDivide(length, duration);
  if (byLength === undefined && last === undefined && !isLive) throw new MpdFault('how long it is is told nowhere');
  // A list has what it has, whatever its Period's length.
  const only = { number: startNumber, time: offset, duration, count: listed ?? byLength };
  return { ...common, isUntimed: false, runs: () => numberedUpTo(last, [only]) };
}

function* numberedUpTo(last: bigint | undefined, runs: Iterable<Run>): Generator<Run, void> {
  for (const run of runs) {
    const { number, time, duration } = run;
    // Segments with higher numbers end later than the last one does.
    const cut =
      last === undefined ? run : clipped(run, { after: undefined, before: undefined, endsBy: time + (last - number + 1n) * duration });
    if (cut !== undefined) yield cut;
  }
}
