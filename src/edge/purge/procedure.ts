/**
 * How a node is made to forget one object: a conversation, as a generator that yields what to ask the node
 * and is given what it said. One file a cache; none of them opens a socket or reads a clock. Whoever
 * drives them (engine/purge) sends, waits, tries again after connection trouble and keeps to time bounds.
 *
 * The rule behind all of them: a fetch that began before the refresh may still bring the old body, also
 * after a PURGE that found nothing. So what runs must end, or be caught, before the last PURGE. A fetch that
 * begins later brings the new body, and nobody minds it. Measured on each cache under readers: see
 * docs/refresh.md.
 */
import type { Variant } from '../../tasks/plan.ts';
import type { Reason } from '../../tasks/outcome.ts';
import type { Scheme } from '../../tasks/url.ts';
import type { EdgeHeaders } from '../headers.ts';

/** One object in a cache's store, as far as requests tell it from others of the same URL. */
export type PurgeKey = {
  readonly scheme: Scheme;
  readonly variant: Variant;
  /** Counted from 0, where the node slices. */
  readonly slice?: number;
};

export type Ask =
  /** HEAD with `Cache-Control: only-if-cached`. May be answered only when a fetch that runs has got somewhere. */
  | { readonly kind: 'probe'; readonly key: PurgeKey; readonly patienceMs?: number }
  | { readonly kind: 'purge'; readonly key: PurgeKey }
  /** PURGE of what was never there. */
  | { readonly kind: 'purgeNothing'; readonly scheme: Scheme }
  /** HEAD as any client sends it. */
  | { readonly kind: 'head'; readonly key: PurgeKey }
  /** GET, with the headers that make the node fetch and store anew. */
  | { readonly kind: 'refetch'; readonly key: PurgeKey }
  | { readonly kind: 'rest'; readonly ms: number };

export type Said = {
  /**
   * Undefined: no answer within the ask's patience. Of a PURGE only 2xx and "not there" (404, 410) come here,
   * of a refetch only 2xx: for anything else the driver tries again or gives up.
   */
  readonly status: number | undefined;
  readonly tookMs: number;
  readonly headers: EdgeHeaders;
};

/** How one object's purge went well. */
export type Done = {
  readonly deed: 'deleted' | 'refetched' | 'nothing';
  /** What PURGE answered, in order. */
  readonly statuses: readonly number[];
  /**
   * What the node had afterwards. `renewed`: another object, fetched since. `renewing`: it is fetching one.
   * `same`: one with the validator that the old one had, though each PURGE deleted something: unchanged at
   * its origin. `quiet`: nothing ran that could have brought it back, and PURGE is known to reach what this node
   * stores. `unasked`: the node can't be asked without making it fetch.
   */
  readonly after: 'absent' | 'quiet' | 'renewed' | 'renewing' | 'same' | 'unasked';
};

export type Undone = { readonly undone: Reason; readonly message: string; readonly httpStatus?: number };

/** Yields what may be asked at the same time; is given the answers in the same order. */
export type Procedure = Generator<readonly Ask[], Done | Undone, readonly Said[]>;

/** What procedures are told, beside their keys. */
export type PurgeSetting = {
  /** The node answers `only-if-cached` from its store alone. Else nothing is asked but PURGE. */
  readonly mayProbe: boolean;
  /** PURGE was seen to delete something on this node, so its word is enough. */
  readonly isProven: boolean;
  /** Told when that was seen. */
  readonly onProven: () => void;
  /** Told of each object that was there before it was purged. */
  readonly onOld: (headers: EdgeHeaders) => void;
};

/** One ask alone. */
export function* askOne(ask: Ask): Generator<readonly Ask[], Said, readonly Said[]> {
  const [said] = yield [ask];
  if (said === undefined) throw new Error('a procedure was given no answer');
  return said;
}
