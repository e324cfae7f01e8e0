import type { Layer } from '../tasks/plan.ts';

/** All that an engine must be told; plain data, so that it can be posted to a worker. */
export type EngineOptions = {
  nodes: readonly EngineNode[];
  domains: readonly EngineDomain[];
  retry: RetryOptions;
  timeouts: TimeoutOptions;
  /** How long URLs and purges wait for a node that is down, and a purge for the fetches that run on it. */
  nodeDownMs: number;
  /** Sent with every request to a node. */
  userAgent: string;
};

export type EngineNode = {
  name: string;
  layer: Layer;
  /** Which address serves which scheme of URL; `http://host:port` or `https://host:port`. At least one is given. */
  addresses: { http?: string; https?: string };
  /** True: a single address serves both schemes, told apart by X-Forwarded-Proto. */
  sharedSchemes: boolean;
  /** Fetches in flight at once, all domains together. */
  concurrency: number;
  /** Sent with every request to this node. */
  headers: Readonly<Record<string, string>>;
  tls: { caPem?: string; verify: boolean };
  cache: 'nginx' | 'varnish' | 'trafficserver' | 'squid' | 'auto';
  /** Whether it answers `Cache-Control: only-if-cached` from its store alone; `auto`: it is tried where that does no harm. */
  onlyIfCached: 'auto' | boolean;
  /** `head`: the cache is made to fetch by a HEAD, so that the body does not come to us. */
  pull: 'body' | 'head';
  /** It stores objects in slices of this size. */
  sliceBytes?: number;
  /** Absent: it has no way to forget. */
  purge?: PurgeOptions;
};

/** How a node is told to forget. */
export type PurgeOptions = {
  method: string;
  /** Where it takes that, if not where it is asked for objects. */
  address?: string;
  /** Sent with it. */
  headers: Readonly<Record<string, string>>;
  /** Headers that make it fetch and store anew; when given, this is done in the method's place. */
  bypass?: Readonly<Record<string, string>>;
  /** Absent: it can't forget a directory. */
  directory?: DirectoryOptions;
};

/** How a node is told to forget all that lies below a URL. */
export type DirectoryOptions = {
  way: DirectoryWay;
  /** What can't see a fetch without headers is done again after this. */
  repeatAfterMs: number;
};

export type DirectoryWay =
  /** Varnish: a ban, with a regular expression of the path in a header. */
  | { kind: 'ban'; method: string; header: string }
  /** nginx, on this machine: its cache files. `key` is its `proxy_cache_key`. */
  | { kind: 'files'; path: string; key: string }
  /** Squid: its list of objects, and, on this machine, its `cache_dir`. */
  | { kind: 'objects'; path?: string }
  /** Traffic Server, on this machine: a rule of regex_revalidate, and the command that has it read. */
  | { kind: 'regexRevalidate'; file: string; reload: readonly string[] }
  /** Traffic Server: remap_purge, which takes all that a map rule stored. */
  | { kind: 'purgeAll'; header: string; secret: string };

export type EngineDomain = {
  /** Lower case. */
  name: string;
  /** Names of the nodes that serve it. */
  nodes: readonly string[];
  verify: Verify;
  rate: RateOptions;
};

/**
 * How it is judged whether an object is in a cache. `off`: a whole 2xx response is a success; `headers`: by what
 * node and response say; `rehit`: by asking the cache again, with a request that can't fill it.
 */
export type Verify = 'off' | 'headers' | 'rehit';

/** Over all nodes of a domain together; absent means no bound. */
export type RateOptions = { requestsPerSecond?: number; bytesPerSecond?: number; concurrency: number };

export type RetryOptions = { attempts: number; backoffMs: number; maxBackoffMs: number };

export type TimeoutOptions = {
  connectMs: number;
  /** From the request's end to the response's headers. */
  headersMs: number;
  /** Longest silence within a body. */
  idleMs: number;
  /** One URL on one node, retries and redirects included, without time spent waiting for a limit. */
  urlMs: number;
};
