import type { DomainLoad, NodeLoad } from '../tasks/load.ts';
import type { Look, LookOrder } from '../tasks/look.ts';
import type { PauseScope } from '../tasks/pause.ts';
import type { Report, WorkItem } from '../tasks/work.ts';

/**
 * Carries work to whoever serves a node, and reports back. It may lose or repeat anything:
 * control makes it good from the store.
 */
export interface Queue {
  /** Hands an item to the node's engine. */
  publish(item: WorkItem): void;
  /** Nobody waits for a task any more: what is out of it ends within a second, and is not reported. */
  cancel(task: number): void;
  /** All that is paused now, replacing what was told before. */
  pause(scopes: readonly PauseScope[]): void;
  /** One receiver. The next batch comes only when the promise of the last has settled. */
  onReports(receive: (reports: readonly Report[]) => Promise<void>): void;
  /** Items handed over may be lost: an engine died, a connection broke. Control releases them anew. */
  onLost(tell: () => void): void;
  /** What is known of each node's load, at most a second old; that a node is down, at once. */
  loads(): ReadonlyMap<string, NodeLoad>;
  /** What holds each domain back, at most a second old. */
  domainLoads(): ReadonlyMap<string, DomainLoad>;
  /**
   * Asks a node what it has, in the order's order. Rejects when no engine can do it: one that died meanwhile, say; a node
   * that can't be reached or asked is an answer. `signal`: nobody waits for it any more.
   */
  look(order: LookOrder, signal?: AbortSignal): Promise<readonly Look[]>;
  /** Rejects while work can't be carried. */
  ping(): Promise<void>;
  /** Takes no more work; running fetches may end within `graceMs`, their reports still come. */
  stop(graceMs: number): Promise<void>;
}
