import type { Found, PullItem, PurgeItem, WorkItem, WorkUrl } from '../../tasks/work.ts';
import { TextFetcher, type TextFetcherParts, type WayToNode } from './fetch-text.ts';
import { readManifests } from './read-manifests.ts';
import { defaultBounds, type ManifestReading, type ReadingRules } from './reading.ts';
import type { Selection } from './selection.ts';

/** URLs in one report: half a megabyte or so. */
const foundAtOnce = 5_000;

/** What a prefetch wants of a manifest, beside the item and the way to its node. */
export type ManifestWish = {
  readonly selection: Selection;
  /** Is this host a domain that the manifest's owner has? What is on others is counted as elsewhere. */
  readonly isOurs: NonNullable<ReadingRules['isOurs']>;
  /** URLs that it may name, nested manifests included. Default: `defaultBounds`. */
  readonly maxUrls?: number;
};

/** Reads manifests through nodes: playlists that are refreshed (`PurgeItem.readsPlaylist`), and manifests of prefetches. */
export class PlaylistReader {
  readonly #fetcher: TextFetcher;
  readonly #wallMs: () => number;

  constructor(parts: TextFetcherParts) {
    this.#fetcher = new TextFetcher(parts);
    this.#wallMs = () => parts.clock.wallMs();
  }

  /** To be called once the URL's own purge is confirmed. Settles no more once stopped. */
  read(item: PurgeItem, source: WorkUrl, wayTo: WayToNode): Promise<ManifestReading> {
    return this.#read(item, source, wayTo, { purpose: { kind: 'refresh' } });
  }

  /** What an HLS playlist or a DASH manifest names and a prefetch wants of it. Settles no more once stopped. */
  readForPrefetch(
    item: PullItem,
    source: WorkUrl,
    wayTo: WayToNode,
    { selection, isOurs, maxUrls }: ManifestWish,
  ): Promise<ManifestReading> {
    const bounds = { ...defaultBounds, ...(maxUrls !== undefined && { urls: maxUrls }) };
    return this.#read(item, source, wayTo, { purpose: { kind: 'prefetch', selection, wallMs: this.#wallMs }, isOurs, bounds });
  }

  /**
   * Nested manifests are asked for on the item's domain only: a node serves domains of several projects, and none may
   * read another's.
   */
  #read(item: WorkItem, source: WorkUrl, wayTo: WayToNode, rules: Omit<ReadingRules, 'mayRead'>): Promise<ManifestReading> {
    const mayRead = (host: string): boolean => host === item.domain;
    const fetchText = (url: string) => this.#fetcher.fetch({ id: source.id, url }, { item, wayTo, mayRead });
    return readManifests(source.url, fetchText, { ...rules, mayRead });
  }

  /** Ends all that runs, without a word. */
  stop(): void {
    this.#fetcher.stop();
  }
}

/** What was found, to be reported before the URL's end; none when nothing was. */
export function foundReports(subject: Omit<Found, 'kind' | 'urls'>, { urls }: ManifestReading): Found[] {
  const reports: Found[] = [];
  for (let at = 0; at < urls.length; at += foundAtOnce) {
    reports.push({ kind: 'found', ...subject, urls: urls.slice(at, at + foundAtOnce) });
  }
  return reports;
}
