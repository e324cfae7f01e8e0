import type { ApiOptions } from './api/options.ts';
import type { Config } from './config/config.ts';
import { shownConfig } from './config/shown.ts';
import type { CallbackOptions } from './control/callbacks/target.ts';
import type { MadeKeysOptions } from './control/keys/madekeys.ts';
import type { ControlDomain, ControlNode, ControlOptions } from './control/options.ts';
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
    inForce: { sinceMs: Date.now(), configuration: shownConfig(config) },
    ...(tls !== undefined && { tls }),
    ...(metrics !== undefined && { metricsAddress: hostPort(metrics) }),
  };
}

export function madeKeysOptions({ masterKey, keys }: Config): MadeKeysOptions {
  return { fixed: keys.map(({ publicKey }) => publicKey), ...(masterKey !== undefined && { masterKey }) };
}

export function callbackOptions({ callbacks }: Config): readonly CallbackOptions[] {
  return callbacks.map(({ url, secret, projects }) => ({ url, secret, ...(projects !== undefined && { projects }) }));
}

export function controlOptions(config: Config): ControlOptions {
  return {
    nodes: config.nodes.map(controlNode),
    domains: config.domains.map(({ quota, ...domain }) => ({ ...domain, quota: quotaOf(quota) })),
    queuedUrls: config.limits.queuedUrls,
    submitIntervalMs: config.limits.submitIntervalMs,
    timezone: config.timezone,
    history: config.history,
    purgeLayerMs: config.timeouts.purgeLayerMs,
    readyMaxMs: config.timeouts.readyMaxMs,
  };
}

/** Without secrets, and without what only the engine goes by. */
function controlNode(node: Config['nodes'][number]): ControlNode {
  const { name, layer, region, cache, addresses, sharedSchemes, concurrency, sliceBytes } = node;
  const way = node.purge?.directory?.way;
  return {
    name,
    layer,
    ...(region !== undefined && { region }),
    cache,
    addresses,
    sharedSchemes,
    concurrency,
    ...(way?.kind === 'files' && { keyTemplate: way.key }),
    ...(sliceBytes !== undefined && { sliceBytes }),
  };
}

/** -1 is the configuration's word for no bound. */
function quotaOf({ prefetchPerDay, refreshFilePerDay, refreshDirPerDay }: Config['domains'][number]['quota']): ControlDomain['quota'] {
  return {
    ...(prefetchPerDay >= 0 && { prefetch: prefetchPerDay }),
    ...(refreshFilePerDay >= 0 && { refresh_file: refreshFilePerDay }),
    ...(refreshDirPerDay >= 0 && { refresh_dir: refreshDirPerDay }),
  };
}

export function engineOptions(config: Config, version: string): EngineOptions {
  return {
    nodes: config.nodes,
    domains: config.domains,
    retry: config.retry,
    timeouts: config.timeouts,
    nodeDownMs: config.timeouts.nodeDownMs,
    userAgent: `forewarm/${version}`,
  };
}

/** `host:port`, an IPv6 host in brackets. */
export function hostPort({ host, port }: { host: string; port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
