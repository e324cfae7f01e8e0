import { maxPrefetchUrls } from '../wire/limits.ts';

export type SplitBounds = {
  /** Default: 1,000, the API's bound for one prefetch. That for one refresh is `maxRefreshUrls`. */
  maxUrls?: number;
  /** For the URLs as they stand in the body. Default: 4 MiB, half of what the server takes unless it says otherwise (`limits.bodyBytes`). */
  maxBytes?: number;
};

/**
 * Fills submits one after the other, for lists that come from anywhere and may be longer than memory.
 *
 *     const batch = new UrlBatch();
 *     for await (const line of lines) for (const full of batch.add(line)) await submit(full);
 *     for (const rest of batch.rest()) await submit(rest);
 */
export class UrlBatch {
  readonly #maxUrls: number;
  readonly #maxBytes: number;
  #urls: string[] = [];
  #bytes = 0;

  constructor({ maxUrls = maxPrefetchUrls, maxBytes = 4 * 1024 * 1024 }: SplitBounds = {}) {
    this.#maxUrls = maxUrls;
    this.#maxBytes = maxBytes;
  }

  /** Adds a URL; gives the submit that is full with or before it, or nothing. A URL above the bound goes alone: the server says best what is wrong with it. */
  *add(url: string): Generator<string[]> {
    const bytes = bodyBytes(url);
    if (this.#bytes + bytes > this.#maxBytes) yield* this.rest();
    this.#urls.push(url);
    this.#bytes += bytes;
    if (this.#urls.length >= this.#maxUrls || this.#bytes >= this.#maxBytes) yield* this.rest();
  }

  /** Gives the submit begun, if any. */
  *rest(): Generator<string[]> {
    const urls = this.#urls;
    this.#urls = [];
    this.#bytes = 0;
    if (urls.length > 0) yield urls;
  }
}

/** Splits a list into submits that the API takes, in order. */
export function* splitUrls(urls: Iterable<string>, bounds?: SplitBounds): Generator<string[]> {
  const batch = new UrlBatch(bounds);
  for (const url of urls) yield* batch.add(url);
  yield* batch.rest();
}

const encoder = new TextEncoder();

/** With its quotes, escapes and comma. */
function bodyBytes(url: string): number {
  return encoder.encode(JSON.stringify(url)).length + 1;
}
