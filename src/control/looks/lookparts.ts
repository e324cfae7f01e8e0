import type { Queue } from '../../queue/queue.ts';
import type { Store } from '../../store/store.ts';
import type { Catalog } from '../catalog.ts';

/** What whoever asks nodes for what they have stands on. */
export type LookParts = {
  readonly store: Store;
  readonly queue: Queue;
  /** As configured now. */
  readonly catalog: () => Catalog;
  readonly nowMs: () => number;
};
