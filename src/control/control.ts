import type { NodeLoad } from '../queue/queue.ts';
import type { Page, RepeatGuard, Submitted, Store, TaskQuery } from '../store/store.ts';
import type { Layer } from '../tasks/plan.ts';
import type { Pause, PauseScope } from '../tasks/pause.ts';
import type { TargetUrl } from '../tasks/url.ts';

/** What the API may ask of control. Reading passes through to the store; the rest is a task's life. */
export interface Control extends Pick<Store, 'countTasks' | 'readTasks' | 'listTasks' | 'findTask' | 'readUrls'> {
  /** Stores the task and sees to its work. Rejects with a Refusal when it can't be done; nothing is stored then. */
  submitPrefetch(request: SubmitRequest): Promise<Submitted>;
  /** Stops new fetches of the scope within a second; lasts over restarts. Rejects with nothing: an unknown name was checked by `hasDomain`, `hasNode`. */
  pause(scope: PauseScope, by: string): Promise<void>;
  /** Resolves to false when it was not paused. */
  resume(scope: PauseScope): Promise<boolean>;
  pauses(): Promise<readonly Pause[]>;
  /** Every configured node with its load, in the configuration's order. */
  nodes(): readonly NodeView[];
  /** The project a domain belongs to, or undefined. */
  projectOfDomain(domain: string): string | undefined;
  /** Resolves while store and queue work; rejects with the reason. */
  ping(): Promise<void>;
}

export type SubmitRequest = {
  project: string;
  /** Public key of the caller. */
  by: string;
  urls: readonly TargetUrl[];
  /** Given when the same request sent again within the window must get the same task. */
  repeat?: RepeatGuard;
};

export type NodeView = {
  name: string;
  layer: Layer;
  region?: string;
  cache: string;
  addresses: { http?: string; https?: string };
  concurrency: number;
  domains: readonly string[];
  load: NodeLoad;
};

export type { Page, TaskQuery };
