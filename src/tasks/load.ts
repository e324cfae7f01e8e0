import type { Reason } from './outcome.ts';
import type { VerdictCounts } from './verdict.ts';

/** One node as its engine sees it. */
export type NodeLoad = {
  /** Fetches running. */
  inFlight: number;
  /** URLs handed to the engine that wait for a slot, a limit, a pause, a retry, or for a node that is down. */
  waiting: number;
  /** Since the engine's start. */
  succeeded: number;
  failed: number;
  bodyBytes: number;
  /** Of the URLs that ended on it, since the engine's start; absent while none was judged. */
  verdicts?: Readonly<VerdictCounts>;
  /** The last failure to reach or read the node (not an HTTP status), until a fetch succeeds again. */
  trouble?: { reason: Reason; message: string; sinceMs: number };
  /** Present while the node is taken to be down: nothing but a knock is sent to it. Milliseconds since 1970. */
  down?: { reason: Reason; message: string; sinceMs: number };
  /** Age of the oldest purge that is not confirmed; absent when there is none. */
  oldestPurgeMs?: number;
};

/** What holds one domain back, over all its nodes together. */
export type DomainLoad = {
  /** Requests running. */
  inFlight: number;
  /** Requests that may run at once now: its `rate.concurrency`, or less while its origin suffers. */
  concurrency: number;
  /** Present while its origin suffers: why it was slowed down last. Milliseconds since 1970. */
  slowed?: { because: string; sinceMs: number };
};
