import type { Outcome } from '../../tasks/outcome.ts';

/** A playlist as text, and where it came from in the end. */
export type FetchedText = { readonly text: string; readonly finalUrl: string };

/** Why it is not there: the part of an outcome that tells. */
export type PlaylistFault = Required<Pick<Outcome, 'reason' | 'message'>> & Pick<Outcome, 'httpStatus'>;

/** Gets a playlist from wherever it is. Never rejects. */
export type FetchText = (url: string) => Promise<FetchedText | { readonly fault: PlaylistFault }>;

/** What bounds one reading, nested playlists included. Beyond one of them nothing is found, and the fault says so. */
export type PlaylistBounds = {
  /** Different URLs that may be named. */
  urls: number;
  /** Names, however often each; a file with byte ranges is named once for each of them. */
  names: number;
  playlists: number;
  /** Characters of all playlists together. */
  textLength: number;
  /** A master playlist and its variants are 2. */
  depth: number;
};

export const defaultBounds: PlaylistBounds = {
  urls: 100_000,
  names: 500_000,
  playlists: 1_000,
  textLength: 64 * 1024 * 1024,
  depth: 4,
};

/** What came of reading a playlist. */
export type PlaylistReading = {
  /**
   * Everything named that a node can be asked for: as it is sent, each once, in the order of its naming, on whatever
   * host. The first playlist is not among them, the nested ones are, and where one was redirected, the place as well.
   */
  readonly urls: readonly string[];
  /** Playlists read, the first included. */
  readonly playlistCount: number;
  /** Those of `urls` that are on another host than the first playlist, by host. */
  readonly elsewhere: ReadonlyMap<string, number>;
  /** Nested playlists that may not be read, since they are elsewhere. */
  readonly unreadCount: number;
  /** Names of what no node can be asked for, by what is the matter: `data:`, `with a port`. */
  readonly skipped: ReadonlyMap<string, number>;
  /** Given when something could not be read; `urls` is what stands in the rest. */
  readonly fault?: PlaylistFault;
};
