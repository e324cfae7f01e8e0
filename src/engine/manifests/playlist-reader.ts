import type { Found, PurgeItem, WorkUrl } from '../../tasks/work.ts';
import { TextFetcher, type TextFetcherParts, type WayToNode } from './fetch-text.ts';
import type { PlaylistReading } from './reading.ts';
import { readPlaylists } from './read-playlists.ts';

/** URLs in one report: half a megabyte or so. */
const foundAtOnce = 5_000;

/** Reads the playlists of purge items through their nodes (`PurgeItem.readsPlaylist`). */
export class PlaylistReader {
  readonly #fetcher: TextFetcher;

  constructor(parts: TextFetcherParts) {
    this.#fetcher = new TextFetcher(parts);
  }

  /**
   * To be called once the URL's own purge is confirmed. Settles no more once stopped. Nested playlists are asked for
   * on the item's domain only: a node serves domains of several projects, and none may read another's.
   */
  read(item: PurgeItem, source: WorkUrl, wayTo: WayToNode): Promise<PlaylistReading> {
    const mayRead = (host: string): boolean => host === item.domain;
    const fetchText = (url: string) => this.#fetcher.fetch({ id: source.id, url }, { item, wayTo, mayRead });
    return readPlaylists(source.url, fetchText, { mayRead });
  }

  /** Ends all that runs, without a word. */
  stop(): void {
    this.#fetcher.stop();
  }
}

/** What was found, to be reported before the URL's end; none when nothing was. */
export function foundReports(subject: Omit<Found, 'kind' | 'urls'>, { urls }: PlaylistReading): Found[] {
  const reports: Found[] = [];
  for (let at = 0; at < urls.length; at += foundAtOnce) {
    reports.push({ kind: 'found', ...subject, urls: urls.slice(at, at + foundAtOnce) });
  }
  return reports;
}
