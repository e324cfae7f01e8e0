import type { NodeLoad } from '../queue/queue.ts';
import type { CountedKind, DayCounts } from '../store/limits.ts';
import type { Page, RepeatGuard, Submitted, Store, TaskKind, TaskQuery } from '../store/store.ts';
import type { Layer } from '../tasks/plan.ts';
import type { Pause, PauseScope } from '../tasks/pause.ts';
import type { RefreshOrder } from '../tasks/purge.ts';
import type { TargetUrl } from '../tasks/url.ts';

/** What the API may ask of control. Reading passes through to the store; the rest is a task's life. */
export interface Control extends Pick<Store, 'countTasks' | 'readTasks' | 'listTasks' | 'findTask' | 'readUrls'> {
  /** Stores the task and sees to its work. Rejects with a Refusal when it can't be done; nothing is stored then. */
  submitPrefetch(request: SubmitRequest): Promise<Submitted>;
  /** The same for a refresh. A URL is an object, or a directory that ends in `/`, as `order.type` says. */
  submitRefresh(request: RefreshRequest): Promise<Submitted>;
  /** Stops new fetches of the scope within a second; lasts over restarts. Whether the scope names anything is for the caller to check. */
  pause(scope: PauseScope, by: string): Promise<void>;
  /** Resolves to false when it was not paused. */
  resume(scope: PauseScope): Promise<boolean>;
  pauses(): Promise<readonly Pause[]>;
  /** Every configured node with its load, in the configuration's order. */
  nodes(): readonly NodeView[];
  /** The project a domain belongs to, or undefined. */
  projectOfDomain(domain: string): string | undefined;
  /** A project's domains, in the configuration's order. */
  domainsOf(project: string): readonly DomainView[];
  /** URLs of a domain accepted today, in the configured time zone. */
  countsToday(domain: string): Promise<DayCounts>;
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

export type RefreshRequest = SubmitRequest & { order: RefreshOrder };

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

export type DomainView = {
  /** Lower case. */
  name: string;
  id: string;
  prefetch: boolean;
  /** Most URLs accepted a day; what is absent has no bound. */
  quota: Readonly<Partial<Record<CountedKind, number>>>;
};

export type { Page, Submitted, TaskKind, TaskQuery };
