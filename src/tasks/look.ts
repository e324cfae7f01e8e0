import type { Variant } from './plan.ts';

/**
 * What a node is asked about objects of one domain, in a way that neither fills its cache nor reaches an origin.
 * Plain data: it crosses the queue.
 */
export type LookOrder = {
  readonly node: string;
  readonly domain: string;
  readonly variants: readonly Variant[];
  readonly urls: readonly LookUrl[];
  /** Of what is absent the origin is asked for the size, where the node hands HEAD on and stores nothing of it. */
  readonly asksOriginSize?: true;
};

export type LookUrl = {
  /** As it is sent: ASCII, host in lower case, path never empty. */
  readonly url: string;
  /** When what was fetched last stops being fresh, as far as that is known; milliseconds since 1970. */
  readonly freshUntilMs?: number;
};

/**
 * - `fresh`: the next visitor gets it from this cache, and nobody is asked
 * - `expired`: a copy was there, and its time is over
 * - `absent`: it is not there
 * - `unknown`: the node can't be asked without harm, or could not be reached
 */
export const sightings = ['fresh', 'expired', 'absent', 'unknown'] as const;
export type SightingState = (typeof sightings)[number];

/** One variant of one URL in one node's cache. */
export type Sighting = {
  readonly state: SightingState;
  /** A sentence without its full stop: the evidence, and for `unknown` what would change it. */
  readonly because: string;
  /** The stored response, where the node told of it. */
  readonly httpStatus?: number;
  readonly ageS?: number;
  readonly freshForS?: number;
  readonly sizeBytes?: number;
  /** ETag, else Last-Modified. */
  readonly validator?: string;
  /** Headers that it varies by, as the node wrote them. */
  readonly vary?: string;
  /** The node's own word on hit or miss, as it wrote it. */
  readonly cacheStatus?: string;
  /** What is absent, as its origin has it. Only where the order asks for that. */
  readonly originSize?: OriginSize;
};

/** `because`: why it is not known, in a sentence without its full stop. */
export type OriginSize = { readonly bytes: number } | { readonly because: string };

export type Look = {
  readonly url: string;
  /** In the order of the order's variants. */
  readonly variants: readonly Sighting[];
};
