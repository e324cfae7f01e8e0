import type { CountedKind } from '../store/limits.ts';
import type { Layer, Variant } from '../tasks/plan.ts';
import type { Scheme } from '../tasks/url.ts';

/** All of the configuration that a task's life depends on; plain data, replaced whole on a reload. */
export type ControlOptions = {
  nodes: readonly ControlNode[];
  domains: readonly ControlDomain[];
  /** Most URLs that may be unfinished over all tasks. */
  queuedUrls: number;
  /** Least time between two prefetches of one key; 0: none. */
  submitIntervalMs: number;
  /** In which days are counted; a name of the time zone database. */
  timezone: string;
  history: { keepDays: number };
  /** How long a purge of shields may hold back that of the edges. */
  purgeLayerMs: number;
  /** After this a node that came back is called ready, whatever it has not got back yet. */
  readyMaxMs: number;
};

export type ControlNode = {
  name: string;
  layer: Layer;
  region?: string;
  /** Which cache it runs, as configured: `nginx`, …, `auto`. */
  cache: string;
  addresses: { http?: string; https?: string };
  /** Its one address serves both schemes. */
  sharedSchemes: boolean;
  concurrency: number;
  /** nginx's `proxy_cache_key`, as far as it is configured here. */
  keyTemplate?: string;
  /** It stores objects in slices of this size. */
  sliceBytes?: number;
};

export type ControlDomain = {
  /** Lower case. */
  name: string;
  /** The API's DomainId. */
  id: string;
  project: string;
  prefetch: boolean;
  /** Names of its nodes, in the configuration's order. */
  nodes: readonly string[];
  variants: readonly Variant[];
  /** Within a layer one node pulls an object first, and the others once it has it. */
  stagger: boolean;
  /** What a node that was away gets back; absent: nothing but its purges. */
  keepWarm?: { hours: number; maxUrls: number };
  /** Most URLs accepted a day; what is absent has no bound. */
  quota: Readonly<Partial<Record<CountedKind, number>>>;
};

/** True when the node can be dialled for a URL of this scheme. */
export function servesScheme(node: ControlNode, scheme: Scheme): boolean {
  return node.sharedSchemes || node.addresses[scheme] !== undefined;
}
