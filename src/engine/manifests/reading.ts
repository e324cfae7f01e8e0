import type { Outcome } from '../../tasks/outcome.ts';
import type { Scheme, TargetUrl } from '../../tasks/url.ts';
import type { Selection } from './selection.ts';

/** A manifest as text, and where it came from in the end. */
export type FetchedText = { readonly text: string; readonly finalUrl: string; readonly contentType?: string };

/** Why it is not there: the part of an outcome that tells. */
export type ManifestFault = Required<Pick<Outcome, 'reason' | 'message'>> & Pick<Outcome, 'httpStatus'>;

/** What came is no manifest, and nothing had called it one. */
export type NoManifest = { readonly isNone: true };

/** Gets a manifest from wherever it is. Rejects with nothing but the reason of its signal. */
export type FetchText = (url: string) => Promise<FetchedText | NoManifest | { readonly fault: ManifestFault }>;

/**
 * What a manifest is read for. A refresh forgets all that an HLS playlist names. A prefetch gets what players ask for
 * now of an HLS playlist or a DASH manifest, by a selection. `wallMs`: since 1970, for what is live.
 */
export type Purpose =
  | { readonly kind: 'refresh' }
  | { readonly kind: 'prefetch'; readonly selection: Selection; readonly wallMs: () => number };

export type IsHost = (host: string, scheme: Scheme) => boolean;

export type ReadingRules = {
  readonly purpose: Purpose;
  /** May a nested manifest on this host be asked for? What it names elsewhere is listed all the same. */
  readonly mayRead: IsHost;
  /** May this be had for whoever wants it read? Default: all may. */
  readonly isAllowed?: (target: TargetUrl) => boolean;
  /** Ends the reading. */
  readonly signal?: AbortSignal;
  /** Is this host ours? Default: the first manifest's host is, and no other. */
  readonly isOurs?: IsHost;
  /** Default: `defaultBounds`. */
  readonly bounds?: ManifestBounds;
};

/** What bounds one reading, nested manifests included. Beyond one of them nothing is found, and the fault says so. */
export type ManifestBounds = {
  /** Different URLs that may be named. */
  urls: number;
  /** Names, however often each; a file with byte ranges is named once for each of them. */
  names: number;
  manifests: number;
  /** Characters of all manifests together, and of what is made of their templates. */
  textLength: number;
  /** A master playlist and its variants are 2. */
  depth: number;
};

export const defaultBounds: ManifestBounds = {
  urls: 100_000,
  names: 500_000,
  manifests: 1_000,
  textLength: 64 * 1024 * 1024,
  depth: 4,
};

/** What came of reading a manifest. */
export type ManifestReading = {
  /** What it is called: `playlist` for a refresh, `manifest` for a prefetch. */
  readonly noun: string;
  /**
   * Everything named that a node can be asked for: as it is sent, each once, in the order of its naming, on whatever
   * host. The first manifest is not among them, the nested ones are, and where one was redirected, the place as well.
   */
  readonly urls: readonly string[];
  /** Manifests read, the first included. */
  readonly manifestCount: number;
  /** Those of `urls` that are on a host that is not ours, by host. */
  readonly elsewhere: ReadonlyMap<string, number>;
  /** Nested manifests that may not be read, since they are elsewhere. */
  readonly unreadCount: number;
  /** Nested manifests that are not read, since whoever wants it read may not have them. */
  readonly barredCount: number;
  /** Names of what no node can be asked for, by what is the matter: `data:`, `with a port`. */
  readonly skipped: ReadonlyMap<string, number>;
  /** What was not taken, by what it is: `segments after the first 30 s`. A refresh takes all. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** Clauses on what was not followed, or was taken in another thing's place; no faults. A refresh has none. */
  readonly notes: readonly string[];
  /** Sentences on what could not be read, one for each manifest or part of one; some of them if they are many. */
  readonly unread: readonly string[];
  /** Given when something could not be read: the first of it; `urls` is what stands in the rest. */
  readonly fault?: ManifestFault;
  /** Given when the first is no manifest, and nothing had called it one. */
  readonly isNone?: true;
};
