import type { PurgeMode, PurgeScope } from '../tasks/purge.ts';
import type { TaskKind } from '../tasks/kind.ts';

/**
 * What the store remembers of URLs beyond their tasks: which task touched each last, what should be warm, and
 * what should be forgotten. It is written with outcomes, in their transaction, when a URL has ended on all its nodes, of a
 * refresh already when it begins; never by a submit, and never by a replay. URLs stand here as they are sent (`parseTargetUrl(…).url`).
 */

/** The last task that ended with this URL as an object, or with this directory (`subtree`). */
export type Touch = {
  readonly url: string;
  readonly scope: PurgeScope;
  readonly task: number;
  readonly taskId: string;
  readonly project: string;
  readonly kind: TaskKind;
  /** The URL's line: `readLine` has what each node made of it, while the history is kept. */
  readonly urlId: number;
  readonly atS: number;
  /** When a prefetch of it, or a refresh that warmed it, ended last; absent: never, or it was purged since. */
  readonly warmedAtS?: number;
  /** When the first of its copies stops being fresh, where that is known. */
  readonly freshUntilS?: number;
  /** When it was purged last, by any task. */
  readonly purgedAtS?: number;
};

/** A URL that should be warm. */
export type WarmUrl = { readonly url: string; readonly warmedAtS: number; readonly freshUntilS?: number };

/** A URL or directory that should have been forgotten since `atS`. */
export type Purged = { readonly url: string; readonly scope: PurgeScope; readonly mode: PurgeMode; readonly atS: number };

/**
 * What is known of a node as a whole. `syncedAtS`: what was purged before has been done there, or can't be; 0: nothing
 * is known. `replay`: tasks by which it is being brought up to date, by number.
 */
export type NodeRecord = {
  readonly node: string;
  readonly state: 'ready' | 'away' | 'purging' | 'warming';
  readonly sinceMs: number;
  readonly syncedAtS: number;
  readonly replay: readonly number[];
  /** Work for it is stopped, and it is not called ready, until somebody ends that. */
  readonly drained: boolean;
};
