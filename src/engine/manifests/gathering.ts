import { isUrlFault, parseTargetUrl, type Scheme } from '../../tasks/url.ts';
import type { Named } from './hls.ts';
import type { PlaylistBounds, PlaylistFault, PlaylistReading } from './reading.ts';
import { resolved } from './resolve.ts';

/** Kinds of what is skipped, and hosts elsewhere, that are told apart; a hostile playlist could have any number. */
const toldApart = 16;
const others = 'others';

export type MayRead = (host: string, scheme: Scheme) => boolean;

/** What has been named so far, and what of it is still to be read. */
export class Gathering {
  readonly #rootUrl: string;
  readonly #rootHost: string;
  readonly #bounds: PlaylistBounds;
  readonly #mayRead: MayRead;
  /** In the order of their naming; the root too, which is taken out at the end. */
  readonly #urls = new Set<string>();
  /** Read, or about to be. */
  readonly #followed = new Set<string>();
  readonly #elsewhere = new Map<string, number>();
  readonly #skipped = new Map<string, number>();
  #nameCount = 0;
  #playlistCount = 0;
  #unreadCount = 0;
  #textLength = 0;
  #fault: PlaylistFault | undefined;
  #faultCount = 0;

  constructor(rootUrl: string, bounds: PlaylistBounds, mayRead: MayRead) {
    this.#rootUrl = rootUrl;
    this.#rootHost = hostOf(rootUrl);
    this.#bounds = bounds;
    this.#mayRead = mayRead;
    this.#urls.add(rootUrl);
    this.#followed.add(rootUrl);
  }

  /** A playlist was read. `finalUrl`: where it came from, an object of its own when that is not where it was asked for. */
  read(finalUrl: string, textLength: number): void {
    this.#playlistCount += 1;
    this.#textLength += textLength;
    this.#followed.add(finalUrl);
    this.#list(finalUrl, hostOf(finalUrl));
  }

  /** Takes a name in. Gives the URL of a playlist that is to be read, and has not been. */
  add({ uri, isPlaylist }: Named, base: string): string | undefined {
    this.#nameCount += 1;
    if (uri === undefined) return this.#skip('with an undefined variable');
    const target = resolved(uri, base);
    if ('skipped' in target) return this.#skip(target.skipped);
    this.#list(target.url, target.host);
    if (!isPlaylist || this.#followed.has(target.url)) return undefined;
    this.#followed.add(target.url);
    if (this.#mayRead(target.host, target.scheme)) return target.url;
    this.#unreadCount += 1;
    return undefined;
  }

  /** What can't be read says so; the first fault is told, the rest are counted. */
  fail(url: string, fault: PlaylistFault): void {
    const which = url === this.#rootUrl ? 'the playlist' : `the playlist ${url}`;
    this.#fault ??= { ...fault, message: `${which} could not be read: ${fault.message}` };
    this.#faultCount += 1;
  }

  /** Which bound is exceeded, if one is, as a clause. `depth` and `toRead`: of the playlists that are next. */
  exceeded(depth: number, toRead: number): string | undefined {
    const { urls, names, playlists, textLength, depth: depthAtMost } = this.#bounds;
    // The root is among them, and is none of what it names.
    if (this.#urls.size - 1 > urls) return `it names more than ${urls} URLs`;
    if (this.#nameCount > names) return `more than ${names} names stand in it`;
    if (this.#playlistCount + toRead > playlists) return `it leads to more than ${playlists} playlists`;
    if (this.#textLength > textLength) return `it and the playlists in it are longer than ${textLength} characters`;
    return toRead > 0 && depth > depthAtMost ? `playlists nest in it more than ${depthAtMost} deep` : undefined;
  }

  result(): PlaylistReading {
    this.#urls.delete(this.#rootUrl);
    const more = this.#faultCount > 1 ? ` (and ${this.#faultCount - 1} more of the playlists in it)` : '';
    return {
      urls: [...this.#urls],
      ...this.#counts(),
      ...(this.#fault !== undefined && { fault: { ...this.#fault, message: `${this.#fault.message}${more}` } }),
    };
  }

  /** Half of what a playlist names is no refresh of it: nothing is found. */
  refused(because: string): PlaylistReading {
    return { urls: [], ...this.#counts(), fault: { reason: 'protocol', message: `the playlist was not followed: ${because}` } };
  }

  #counts(): Pick<PlaylistReading, 'playlistCount' | 'elsewhere' | 'unreadCount' | 'skipped'> {
    return {
      playlistCount: this.#playlistCount,
      elsewhere: this.#elsewhere,
      unreadCount: this.#unreadCount,
      skipped: this.#skipped,
    };
  }

  #list(url: string, host: string): void {
    if (this.#urls.has(url)) return;
    this.#urls.add(url);
    if (host !== this.#rootHost) count(this.#elsewhere, host);
  }

  #skip(what: string): undefined {
    count(this.#skipped, what);
  }
}

function count(counts: Map<string, number>, what: string): void {
  const key = counts.has(what) || counts.size < toldApart ? what : others;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function hostOf(url: string): string {
  const target = parseTargetUrl(url);
  return isUrlFault(target) ? '' : target.host;
}
