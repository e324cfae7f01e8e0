import type { Config, DirectoryWay, DomainConfig, KeyConfig, NodeConfig, ProjectConfig, PurgeConfig } from './config.ts';
import { besideFile } from './files.ts';
import type { Pems } from './pems.ts';
import type { CheckedKey, CheckedProject } from './schema/access.ts';
import type { CheckedDomain, NodeSelector } from './schema/domain.ts';
import type { CheckedNode } from './schema/node.ts';
import type { CheckedDirectory } from './schema/purge.ts';
import type { CheckedRoot } from './schema/root.ts';

/** From what the schemas let through, without faults, to what the program works with. `file` is the main file. */
export function resolveConfig(checked: CheckedRoot, pems: Pems, file: string): Config {
  const { listen, store, queue, timezone, masterKey, log, retry, timeouts, limits, history, audit, callbacks, outbound } = checked;
  if (store.kind !== 'sqlite' || queue.kind !== 'local') throw new Error('a store or queue that is not available got past its check');
  const projects = checked.projects.map((project) => resolveProject(project, checked.projects.length === 1));
  const nodes = checked.nodes.map((node, index) => resolveNode(node, pems.nodeCas[index]));
  return {
    listen: {
      ...listen.address,
      trustedProxies: listen.trustedProxies,
      ...(pems.listen !== undefined && { tls: pems.listen }),
      ...(listen.metrics !== undefined && { metrics: listen.metrics }),
    },
    store: { kind: 'sqlite', path: besideFile(file, store.path) },
    queue: { kind: 'local' },
    timezone,
    ...(masterKey !== undefined && { masterKey }),
    log,
    projects,
    keys: checked.keys.map((key) => resolveKey(key, projects)),
    nodes,
    domains: checked.domains.map((domain) => resolveDomain(domain, nodes, projects)),
    retry,
    timeouts,
    limits,
    history,
    audit,
    callbacks,
    outbound,
  };
}

function resolveProject(project: CheckedProject, only: boolean): ProjectConfig {
  return { id: project.id, name: project.name ?? project.id, isDefault: project.default || only };
}

function resolveKey({ expires, ...key }: CheckedKey, projects: readonly ProjectConfig[]): KeyConfig {
  return {
    ...key,
    projects: key.projects ?? projects.map((project) => project.id),
    ...(expires !== undefined && { expiresAtMs: expires }),
  };
}

function resolveNode(node: CheckedNode, caPem: string | undefined): NodeConfig {
  const { name, layer, region, sharedSchemes, concurrency, cache, headers, address, onlyIfCached, pull, slice, purge } = node;
  const single = address === undefined ? {} : address.startsWith('https:') ? { https: address } : { http: address };
  return {
    name,
    layer,
    ...(region !== undefined && { region }),
    addresses: node.addresses ?? single,
    sharedSchemes,
    tls: { verify: node.tls.verify, ...(caPem !== undefined && { caPem }) },
    concurrency,
    cache,
    headers,
    onlyIfCached,
    pull,
    ...(slice !== undefined && { sliceBytes: slice }),
    ...(purge !== undefined && { purge: resolvePurge(purge) }),
  };
}

function resolvePurge({ directory, ...purge }: NonNullable<CheckedNode['purge']>): PurgeConfig {
  const way = directory === undefined ? undefined : wayOf(directory);
  if (directory === undefined || way === undefined) return purge;
  return { ...purge, directory: { way, repeatAfterMs: directory.repeatAfterMs } };
}

/** One way is given: that is checked. */
function wayOf({ ban, files, objects, regexRevalidate, purgeAll }: CheckedDirectory): DirectoryWay | undefined {
  if (ban !== undefined) return { kind: 'ban', ...ban };
  if (files !== undefined) return { kind: 'files', ...files };
  if (objects !== undefined) return { kind: 'objects', ...objects };
  if (regexRevalidate !== undefined) return { kind: 'regexRevalidate', ...regexRevalidate };
  return purgeAll === undefined ? undefined : { kind: 'purgeAll', ...purgeAll };
}

function resolveDomain(domain: CheckedDomain, nodes: readonly NodeConfig[], projects: readonly ProjectConfig[]): DomainConfig {
  const { name, prefetch, variants, verify, stagger, keepWarm, rate, quota } = domain;
  const selected = nodes.filter((node) => domain.nodes.some((selector) => selects(selector, node)));
  return {
    name,
    id: domain.id ?? name,
    project: domain.project ?? projects.find((project) => project.isDefault)?.id ?? '',
    prefetch,
    nodes: selected.map((node) => node.name),
    variants,
    verify,
    stagger,
    ...(keepWarm !== undefined && { keepWarm }),
    rate,
    quota,
  };
}

function selects(selector: NodeSelector, node: NodeConfig): boolean {
  return (
    (selector.name === undefined || selector.name === node.name) &&
    (selector.region === undefined || selector.region === node.region) &&
    (selector.layer === undefined || selector.layer === node.layer)
  );
}
