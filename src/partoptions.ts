import type { ApiOptions } from './api/options.ts';
import type { Config } from './config/config.ts';
import type { ControlOptions } from './control/options.ts';
import type { EngineOptions } from './engine/options.ts';

/** What each part is told of the configuration; only the roots know it whole. */

export function apiOptions(config: Config, version: string): ApiOptions {
  const { tls, trustedProxies, metrics } = config.listen;
  return {
    version,
    projects: config.projects.map(({ id, name, isDefault }) => ({ id, name, default: isDefault })),
    keys: config.keys.map(({ expiresAtMs, allowIps = [], projects, ...key }) => ({
      ...key,
      // Whoever may act in every project may act on what belongs to none, such as a node.
      projects: config.projects.every(({ id }) => projects.includes(id)) ? ('all' as const) : projects,
      allowIps,
      ...(expiresAtMs !== undefined && { expiresMs: expiresAtMs }),
    })),
    limits: {
      bodyBytes: config.limits.bodyBytes,
      duplicateWindowMs: config.limits.duplicateWindowMs,
      requestsPerSecond: config.limits.requestsPerSecond,
    },
    trustedProxies,
    ...(tls !== undefined && { tls }),
    ...(metrics !== undefined && { metricsAddress: hostPort(metrics) }),
  };
}

export function controlOptions(config: Config): ControlOptions {
  return {
    nodes: config.nodes,
    domains: config.domains,
    queuedUrls: config.limits.queuedUrls,
    history: config.history,
  };
}

export function engineOptions(config: Config, version: string): EngineOptions {
  return {
    nodes: config.nodes,
    domains: config.domains,
    retry: config.retry,
    timeouts: config.timeouts,
    userAgent: `forewarm/${version}`,
  };
}

/** `host:port`, an IPv6 host in brackets. */
export function hostPort({ host, port }: { host: string; port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
