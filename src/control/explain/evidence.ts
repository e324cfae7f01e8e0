import type { NodeRecord, Purged, Touch } from '../../store/memory.ts';
import type { SightingState } from '../../tasks/look.ts';
import type { Outcome } from '../../tasks/outcome.ts';
import type { Variant } from '../../tasks/plan.ts';
import type { RefreshOrder } from '../../tasks/purge.ts';

/** All that is known of a variant that a node is not known to have. Times in seconds since 1970. */
export type Evidence = {
  readonly state: Exclude<SightingState, 'fresh'>;
  readonly cache: string;
  readonly node: string;
  readonly variant: Variant;
  readonly nowS: number;
  /** What is remembered of the URL; absent: nothing. */
  readonly touch?: Touch;
  /** The last task that touched it, while the history is kept. */
  readonly task?: TouchingTask;
  /** The last purge of a directory above it. */
  readonly above?: PurgedAbove;
  /** What is known of the node as a whole. */
  readonly record?: NodeRecord;
};

export type TouchingTask = {
  /** Names of the nodes that it went through. */
  readonly nodes: readonly string[];
  readonly variants: readonly Variant[];
  /** It was for these only, not for all of the domain (PlannedDomain). */
  readonly isAside?: true;
  /** Of a refresh. */
  readonly order?: RefreshOrder;
  /** What this node made of it. */
  readonly outcome?: Outcome;
};

/** `taskId`: of the task that purged it, while that is known. */
export type PurgedAbove = Purged & { readonly taskId?: string };
