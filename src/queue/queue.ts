import type { Reason } from '../tasks/outcome.ts';
import type { PauseScope } from '../tasks/pause.ts';
import type { Report, WorkItem } from '../tasks/work.ts';

/**
 * Carries work to whoever serves a node, and reports back. It may lose or repeat anything:
 * control makes it good from the store.
 */
export interface Queue {
  /** Hands an item to the node's engine. */
  publish(item: WorkItem): void;
  /** All that is paused now, replacing what was told before. */
  pause(scopes: readonly PauseScope[]): void;
  /** One receiver. The next batch comes only when the promise of the last has settled. */
  onReports(receive: (reports: readonly Report[]) => Promise<void>): void;
  /** Items handed over may be lost: an engine died, a connection broke. Control releases them anew. */
  onLost(tell: () => void): void;
  /** What is known of each node's load, at most a second old. */
  loads(): ReadonlyMap<string, NodeLoad>;
  /** Rejects while work can't be carried. */
  ping(): Promise<void>;
  /** Takes no more work; running fetches may end within `graceMs`, their reports still come. */
  stop(graceMs: number): Promise<void>;
}

/** One node as its engine sees it. */
export type NodeLoad = {
  /** Fetches running. */
  inFlight: number;
  /** URLs handed to the engine that wait for a slot, a limit, a pause or a retry. */
  waiting: number;
  /** Since the engine's start. */
  succeeded: number;
  failed: number;
  bodyBytes: number;
  /** The last failure to reach or read the node (not an HTTP status), until a fetch succeeds again. */
  trouble?: { reason: Reason; message: string; sinceMs: number };
  /** Age of the oldest purge that is not confirmed; absent when there is none. */
  oldestPurgeMs?: number;
};
