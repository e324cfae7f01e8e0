import type { ManifestOrder } from './manifest.ts';
import type { Outcome } from './outcome.ts';
import type { Variant } from './plan.ts';
import type { PurgeOrder } from './purge.ts';

/** What crosses the queue. All of it is plain data that survives structured clone and JSON. */

/** One URL of a run, as it is sent: `url` is ASCII, host in lower case, path never empty. */
export type WorkUrl = { readonly id: number; readonly url: string };

/** A run of URLs of one task for one node, all of one domain. */
type Item = {
  /** Unique while the item is out; the same run released again gets a new one. */
  readonly id: string;
  /** The task's number in the store. */
  readonly task: number;
  /** Whose work it is: lanes of one node take turns, so that none waits behind another's million. */
  readonly lane: string;
  /** Within its lane, 0 to 9, 9 first; absent: 5. */
  readonly priority?: number;
  readonly node: string;
  /** Place in the task's `Plan.nodes`. */
  readonly nodeIndex: number;
  readonly domain: string;
  readonly variants: readonly Variant[];
  readonly urls: readonly WorkUrl[];
};

/** Fetch each URL through the node, so that it stores it. */
export type PullItem = Item & {
  readonly kind: 'pull';
  /**
   * Part of a refresh: a response with the validator that this URL had before the purge, on any node, slipped in
   * during the change; it is purged and fetched again.
   */
  readonly fenced?: true;
  /**
   * URLs that are manifests are read by the first node that has them: it is asked for them, and for those that they name, and
   * all that is wanted of them is reported as found before the URL ends there. What can't be read fails the URL.
   */
  readonly manifests?: ManifestOrder;
};

/** Make the node forget each URL, and know that it has. Urgent: in no domain's rate, in no pull's way. */
export type PurgeItem = Item & { readonly kind: 'purge' } & PurgeOrder & {
    /**
     * Each URL is an HLS playlist: once it is purged, the node is asked for it, and for the playlists that it names,
     * and all that stands in them is reported as found before the URL ends. What can't be read fails the URL.
     */
    readonly readsPlaylist?: true;
  };

export type WorkItem = PullItem | PurgeItem;

type ReportOn = {
  readonly task: number;
  readonly urlId: number;
  readonly nodeIndex: number;
  /** The item that this came of, so that its run can be ticked off. */
  readonly item: string;
};

/** The first byte was asked for; sent only when the end is not in the same batch. */
export type Started = ReportOn & { readonly kind: 'started' };
/** A body is flowing: at most twice a second per URL and node. `expectedBytes` absent: not known. */
export type Advanced = ReportOn & { readonly kind: 'advanced'; readonly receivedBytes: number; readonly expectedBytes?: number };
export type Ended = ReportOn & { readonly kind: 'ended'; readonly outcome: Outcome };

/** What a playlist or manifest names, absolute and each once, nested playlists included; reported before the playlist's end. */
export type Found = ReportOn & { readonly kind: 'found'; readonly urls: readonly string[] };

export type Report = Started | Advanced | Ended | Found;
