import type { Verdict } from './verdict.ts';

/**
 * Why a node does not have a URL. The set is closed: each use is a `switch` that the compiler checks.
 *
 * - `connect`: no TCP connection, or it broke before a response began
 * - `dns`: the node's address has a name that does not resolve
 * - `tls`: the handshake or the certificate failed
 * - `timeout`: connect, header, idle or whole-URL time ran out (the message says which)
 * - `http_status`: the node answered with a status that is not 2xx
 * - `truncated`: the body ended short of its Content-Length or without its last chunk
 * - `protocol`: what came is not HTTP that can be read
 * - `redirect`: too many, circular, or leading out of our own domains
 * - `uncacheable`: this cache did not store the response, or may not use it without asking the origin
 * - `unverified`: the response came whole, and whether this cache stored it can't be told
 * - `unsupported`: this node can't do what was asked
 * - `removed`: the node was taken out of the configuration
 * - `cancelled`: somebody cancelled the task
 * - `internal`: a fault of forewarm itself
 */
export const reasons = [
  'connect',
  'dns',
  'tls',
  'timeout',
  'http_status',
  'truncated',
  'protocol',
  'redirect',
  'uncacheable',
  'unverified',
  'unsupported',
  'removed',
  'cancelled',
  'internal',
] as const;
export type Reason = (typeof reasons)[number];

export type EndedStatus = 'succeeded' | 'failed' | 'unknown';

/** What one node made of one URL, all its variants together. */
export type Outcome = {
  status: EndedStatus;
  /** Given whenever `status` is not `succeeded`. */
  reason?: Reason;
  /** One sentence for people: with `reason` what went wrong, after a purge what was done. */
  message?: string;
  /** The last final status line's code; absent when none came. */
  httpStatus?: number;
  /** Body bytes of the last attempt of each variant, summed. */
  bodyBytes: number;
  /** Requests begun, redirect hops not counted; 0 when none was. */
  attempts: number;
  /** From the first attempt's start to the end, without time spent waiting for a limit. */
  elapsedMs: number;
  /** The node's own word on hit or miss, shortened, as it wrote it (`X-Cache: HIT`). */
  cacheStatus?: string;
  /** Whether it is in the node's cache; of several variants the worst. Absent where that was not judged (`verify: off`, a purge). */
  verdict?: Verdict;
  /** For how long its response stays fresh from the end on, where the response tells; of several variants the least. */
  freshForS?: number;
  /** The node had it before it was asked, in all its variants. For figures of the moment: not kept with the URL. */
  wasThere?: true;
};
