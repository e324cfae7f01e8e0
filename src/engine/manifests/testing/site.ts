import type { FetchText, ManifestBounds, ManifestReading, Purpose, ReadingRules } from '../reading.ts';
import type { Selection } from '../selection.ts';
import { readManifests } from '../read-manifests.ts';

const root = 'https://cdn.example.com/show/master.m3u8';

/** Pages of an origin, by URL or by name beside the first playlist (`https://cdn.example.com/show/master.m3u8`). */
export class Site {
  readonly asked: string[] = [];
  readonly #pages: ReadonlyMap<string, string>;

  constructor(pages: Readonly<Record<string, string>>) {
    this.#pages = new Map(Object.entries(pages).map(([name, text]) => [new URL(name, root).href, text]));
  }

  /** A page that begins with `->` is a redirect. */
  readonly fetchText: FetchText = async (url) => {
    this.asked.push(url);
    const text = this.#pages.get(url);
    if (text === undefined) return { fault: { reason: 'http_status', message: 'the node answered with status 404', httpStatus: 404 } };
    const finalUrl = text.startsWith('->') ? text.slice(2) : url;
    return { text: finalUrl === url ? text : (this.#pages.get(finalUrl) ?? ''), finalUrl };
  };

  /** For a refresh. */
  read(bounds?: ManifestBounds): Promise<ManifestReading> {
    return this.#read({ kind: 'refresh' }, bounds === undefined ? {} : { bounds });
  }

  /** For a prefetch, at noon. */
  readSelected(selection: Selection, more: Partial<ReadingRules> = {}): Promise<ManifestReading> {
    return this.#read({ kind: 'prefetch', selection, wallMs: () => Date.parse('2026-01-01T12:00:00Z') }, more);
  }

  #read(purpose: Purpose, more: Partial<ReadingRules>): Promise<ManifestReading> {
    return readManifests(root, this.fetchText, { mayRead: (host) => host === 'cdn.example.com', purpose, ...more });
  }
}

/** What the playlist beside `https://cdn.example.com/show/` names, as names beside it where they are. */
export async function named(playlist: string): Promise<string[]> {
  const { urls } = await new Site({ 'master.m3u8': playlist }).read();
  return beside(urls);
}

export function beside(urls: readonly string[]): string[] {
  return urls.map((url) => url.replace('https://cdn.example.com/show/', ''));
}
