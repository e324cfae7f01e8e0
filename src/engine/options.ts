import type { Layer } from '../tasks/plan.ts';

/** All that an engine must be told; plain data, so that it can be posted to a worker. */
export type EngineOptions = {
  nodes: readonly EngineNode[];
  domains: readonly EngineDomain[];
  retry: RetryOptions;
  timeouts: TimeoutOptions;
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
};

export type EngineDomain = {
  /** Lower case. */
  name: string;
  /** Names of the nodes that serve it. */
  nodes: readonly string[];
  rate: RateOptions;
};

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
