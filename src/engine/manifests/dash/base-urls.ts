import { childrenOf, type Element } from './mpd.ts';

/** What the URLs in an element are relative to. */
export type Base = {
  readonly url: string;
  /** Is there a BaseURL? Without one, a Representation without segments is nothing at all. */
  readonly isGiven: boolean;
  /** In seconds, of all levels together: so much earlier is a live segment there (ISO/IEC 23009-1 §5.3.9.5.1); may be infinite. */
  readonly earlierS: number;
  /** BaseURLs beside the first of their element, which are other places for the same. */
  readonly otherCount: number;
};

/** A level deeper. A BaseURL that is none stays as it is: whoever resolves by it will say so. */
export function baseWithin(outer: Base, element: Element): Base {
  const [first, ...others] = childrenOf(element, 'BaseURL');
  if (first === undefined) return { ...outer, otherCount: 0 };
  const text = first.text.trim();
  return {
    url: URL.parse(text, outer.url)?.href ?? text,
    isGiven: true,
    earlierS: outer.earlierS + secondsEarlier(first.attributes),
    otherCount: others.length,
  };
}

/** @availabilityTimeOffset, 0 where it is none. */
export function secondsEarlier(attributes: Element['attributes']): number {
  const text = attributes['availabilityTimeOffset']?.trim() ?? '0';
  const seconds = text === 'INF' ? Infinity : Number(text);
  return Number.isNaN(seconds) ? 0 : seconds;
}
