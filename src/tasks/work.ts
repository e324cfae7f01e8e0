import type { Outcome } from './outcome.ts';
import type { Variant } from './plan.ts';

/** What crosses the queue. All of it is plain data that survives structured clone and JSON. */

/** One URL of a run, as it is sent: `url` is ASCII, host in lower case, path never empty. */
export type WorkUrl = { readonly id: number; readonly url: string };

/** A run of URLs of one task for one node, all of one domain. */
export type WorkItem = {
  /** Unique while the item is out; the same run released again gets a new one. */
  readonly id: string;
  /** The task's number in the store. */
  readonly task: number;
  /** Whose work it is: lanes of one node take turns, so that none waits behind another's million. */
  readonly lane: string;
  readonly node: string;
  /** Place in the task's `Plan.nodes`. */
  readonly nodeIndex: number;
  readonly domain: string;
  readonly variants: readonly Variant[];
  readonly urls: readonly WorkUrl[];
};

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

export type Report = Started | Advanced | Ended;
