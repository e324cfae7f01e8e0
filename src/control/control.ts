import type { DomainLoad, NodeLoad } from '../tasks/load.ts';
import type { Sighting, SightingState } from '../tasks/look.ts';
import type { ManifestOrder } from '../tasks/manifest.ts';
import type { Outcome } from '../tasks/outcome.ts';
import type { AuditEntry } from '../store/audit.ts';
import type { CountedKind, DayCounts } from '../store/limits.ts';
import type { Page, RepeatGuard, Submitted, Store, TaskKind, TaskQuery, TaskSummary } from '../store/store.ts';
import type { Layer, Variant } from '../tasks/plan.ts';
import type { Pause, PauseScope } from '../tasks/pause.ts';
import type { PurgeScope, RefreshOrder } from '../tasks/purge.ts';
import type { TargetUrl } from '../tasks/url.ts';
import type { TaskFailures } from './failures.ts';
import type { Narrowing } from './narrowed.ts';
import type { RetryRequest } from './retry.ts';
import type { Sitemap } from './sitemap/sitemap.ts';
import type { HourQuery, Period } from './throughput/hour.ts';
import type { LastHourRead, TaskFlow } from './throughput/throughput.ts';

/** What the API may ask of control. Reading passes through to the store; the rest is a task's life. */
export interface Control extends Pick<Store, 'countTasks' | 'readTasks' | 'listTasks' | 'findTask' | 'readUrls'> {
  /** Stores the task and sees to its work. Rejects with a Refusal when it can't be done; nothing is stored then. */
  submitPrefetch(request: SubmitRequest): Promise<Submitted>;
  /** The same for a refresh. A URL is an object, or a directory that ends in `/`, as `order.type` says. */
  submitRefresh(request: RefreshRequest): Promise<Submitted>;
  /** What such a submit would do, without doing it (dryrun.ts). `withSizes`: nodes are asked for them, in ways that fill nothing. */
  dryRun(request: SubmitRequest | RefreshRequest, withSizes?: boolean): Promise<DryRun>;
  /**
   * Ends a task, as `findTask` gave it: what had ended stays, the rest is failed as cancelled, running fetches stop within
   * a second. Resolves to false, and changes nothing, when it had ended.
   */
  cancel(task: TaskSummary, by: string): Promise<boolean>;
  /** Submits what failed of a task once more. Rejects with a Refusal when that is nothing, or the queue is full. */
  retry(request: RetryRequest): Promise<Submitted>;
  /** Stops new fetches of the scope within a second; lasts over restarts. Whether the scope names anything is for the caller to check. */
  pause(scope: PauseScope, by: string): Promise<void>;
  /** Resolves to false when it was not paused. */
  resume(scope: PauseScope): Promise<boolean>;
  pauses(): Promise<readonly Pause[]>;
  /** Every configured node with its load, in the configuration's order. */
  nodes(): readonly NodeView[];
  /** How far one node is, by what is known at this moment; undefined: no such node. Cheap: balancers ask it all the time. */
  nodeLedger(name: string): NodeLedger | undefined;
  /** Every configured domain's load, as far as it is known. */
  domainLoads(): ReadonlyMap<string, DomainLoad>;
  /** Has the node replay what it should have forgotten and what it should hold. Whether it exists is for the caller to check. */
  resync(node: string, by: string): Promise<void>;
  /** Stops work for a node and calls it not ready, until undrained; lasts over restarts. Resolves to false when that was so already. */
  drain(node: string, drained: boolean, by: string): Promise<boolean>;
  /** Asks every node of a URL's domain what it has of it, and says why it has not. Rejects with a Refusal for a domain that is not the project's. */
  explain(request: { project: string; url: TargetUrl }): Promise<Explanation>;
  /** Asks the nodes of a task again what they have of some of its lines, without filling them; undefined: no such task. */
  coverage(request: CoverageRequest): Promise<Coverage | undefined>;
  /** What did not go well of a task so far, grouped; by its number. */
  failures(task: number): Promise<TaskFailures>;
  /** Reads a sitemap, and those that it lists. Rejects with a Refusal when it can't be read. */
  readSitemap(url: string, limit: number): Promise<Sitemap>;
  /** What nodes did within the last hour, as far as this process has seen it. */
  throughput(query: Omit<HourQuery, 'nowS'>): LastHourRead;
  /** What flows of a task, by its number, at this moment. */
  flowOf(task: number): TaskFlow;
  /** The project a domain belongs to, or undefined. */
  projectOfDomain(domain: string): string | undefined;
  /** A project's domains, in the configuration's order. */
  domainsOf(project: string): readonly DomainView[];
  /** URLs of a domain accepted today, in the configured time zone. */
  countsToday(domain: string): Promise<DayCounts>;
  /** When the next calendar day begins, in the configured time zone. */
  nextDayMs(): number;
  /** Resolves while store and queue work; rejects with the reason. */
  ping(): Promise<void>;
}

export type SubmitRequest = {
  project: string;
  /** Public key of the caller. */
  by: string;
  urls: readonly TargetUrl[];
  /** URLs that its key may submit on a calendar day; absent: no bound. */
  dailyUrls?: number;
  /** Stored with the task, unless an earlier task answers for it. */
  audit?: AuditEntry;
  /** Given when the same request sent again within the window must get the same task. */
  repeat?: RepeatGuard;
  /** 0 to 9, 9 first. Default 5. */
  priority?: number;
  comment?: string;
  /** Of a prefetch: the manifests among its URLs are read, and what they name is warmed with them. */
  manifests?: ManifestOrder;
  /** A task of the project that must have succeeded before. */
  after?: { task: number; taskId: string };
} & Narrowing;

export type RefreshRequest = Omit<SubmitRequest, 'manifests'> & { order: RefreshOrder };

export type NodeView = {
  name: string;
  layer: Layer;
  region?: string;
  cache: string;
  addresses: { http?: string; https?: string };
  concurrency: number;
  domains: readonly string[];
  load: NodeLoad;
  ledger: NodeLedger;
};

/** How far a node is with what it should have forgotten and what it should hold. */
export type NodeLedger = {
  /** `ready`: users may come. `away`: it is down. `purging`, `warming`: it is being brought up to date. */
  state: 'ready' | 'away' | 'purging' | 'warming' | 'drained';
  sinceMs: number;
  /** URLs that it still has to forget or to get; 0 unless it is being brought up to date. */
  openUrls: number;
  /** Why it is not ready, for people: it may name addresses. */
  because?: string;
};

export type CoverageRequest = { project: string; taskId: string; offset: number; limit: number };

/** What the nodes have of a task's lines from `offset` on, each variant counted. */
export type Coverage = {
  /** Lines of the task, whatever they are. */
  totalLines: number;
  /** Where the next page begins: before `offset + limit` where time ran out, `totalLines` at the end. */
  nextOffset: number;
  /** Objects that were asked for: neither directories nor lines that repeat an earlier one. */
  urls: number;
  nodes: readonly NodeCoverage[];
  /** What is expired or absent, by line, then by node; the first `maxMissing` (coverage/coverage.ts). */
  missing: readonly { url: string; node: string; variant: Variant; sighting: Sighting }[];
  missingLeftOut: number;
};

export type NodeCoverage = {
  node: string;
  layer: Layer;
  counts: Readonly<Record<SightingState, number>>;
  /** Why what is unknown there is so: the first reason. */
  unknownBecause?: string;
};

/** One URL on every node that serves its domain. */
export type Explanation = {
  url: string;
  domain: string;
  /** The last task that ended with it, or that purged a directory above it. */
  lastTask?: { taskId: string; kind: TaskKind; atS: number; scope: PurgeScope };
  nodes: readonly NodeExplanation[];
};

export type NodeExplanation = {
  node: string;
  layer: Layer;
  cache: string;
  variants: readonly {
    variant: Variant;
    /** What the node looks it up by, as far as the configuration tells. */
    cacheKey: CacheKey;
    sighting: Sighting;
    /** If it is not known to be there: the most likely cause, in a sentence with its evidence, without a full stop. */
    cause?: string;
    /** Headers that the stored copy varies by and no variant sets, in lower case: with other values it is another object. */
    unwarmed: readonly string[];
  }[];
  /** What the last task made of it on this node. */
  last?: { taskId: string; atS: number; outcome: Outcome };
};

/** `from` says where it is known from, or what it is a guess by. */
export type CacheKey = { text: string; from: string };

export type DomainView = {
  /** Lower case. */
  name: string;
  id: string;
  prefetch: boolean;
  /** Names of its nodes. */
  nodes: readonly string[];
  /** Most URLs accepted a day; what is absent has no bound. */
  quota: Readonly<Partial<Record<CountedKind, number>>>;
};

/** `unaskedUrls`: those that no node was asked for, where sizes are. */
export type DryRun = { readonly nodes: readonly DryRunNode[]; readonly unaskedUrls?: number };

/** What a submit would do on one node; URLs that repeat an earlier one are not counted. */
export type DryRunNode = { node: string; layer: Layer; urls: number; objects: number; sizes?: NodeSizes };

/** Of the objects whose size is known the sum; of the others how many, and why, of the first that was asked for. */
export type NodeSizes = { readonly bytes: number; readonly unknownObjects: number; readonly because?: string };

export type {
  HourQuery,
  LastHourRead,
  Page,
  Period,
  RepeatGuard,
  RetryRequest,
  Sitemap,
  Submitted,
  TaskFailures,
  TaskFlow,
  TaskKind,
  TaskQuery,
  TaskSummary,
};
