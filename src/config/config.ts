import type { Layer, Variant } from '../tasks/plan.ts';
import type { Callback } from './schema/access.ts';
import type { ListenAddress } from './schema/address.ts';
import type { Cache } from './schema/node.ts';
import type { CheckedRoot } from './schema/root.ts';

/**
 * A checked configuration: plain data, every default filled in, every name resolved, every file read.
 * Only the roots know it whole; parts get options of their own.
 */
export type Config = {
  readonly listen: ListenConfig;
  readonly store: { readonly kind: 'sqlite'; /** Absolute. */ readonly path: string };
  readonly queue: { readonly kind: 'local' };
  readonly timezone: string;
  readonly masterKey?: string;
  readonly log: CheckedRoot['log'];
  /** Exactly one is the default. */
  readonly projects: readonly ProjectConfig[];
  readonly keys: readonly KeyConfig[];
  readonly nodes: readonly NodeConfig[];
  readonly domains: readonly DomainConfig[];
  readonly retry: CheckedRoot['retry'];
  readonly timeouts: CheckedRoot['timeouts'];
  readonly limits: CheckedRoot['limits'];
  readonly history: CheckedRoot['history'];
  readonly audit: CheckedRoot['audit'];
  readonly callbacks: readonly Callback[];
  readonly outbound: CheckedRoot['outbound'];
};

export type ListenConfig = ListenAddress & {
  readonly tls?: { readonly certPem: string; readonly keyPem: string };
  /** Addresses and ranges whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Serves /metrics apart. */
  readonly metrics?: ListenAddress;
};

export type ProjectConfig = { readonly id: string; readonly name: string; readonly isDefault: boolean };

export type KeyConfig = {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly account: 'main' | 'sub';
  /** Ids, all that it may act in. */
  readonly projects: readonly string[];
  /** Names with `*` for any letters. */
  readonly actions: readonly string[];
  /** `domain/path`, beginnings of what it may send; absent: all of its projects. */
  readonly urls?: readonly string[];
  /** Addresses and ranges; absent: any. */
  readonly allowIps?: readonly string[];
  readonly expiresAtMs?: number;
  /** May be used by HTTP Basic. */
  readonly basic?: boolean;
};

export type NodeConfig = {
  readonly name: string;
  readonly layer: Layer;
  readonly region?: string;
  /** `http://host:port`, `https://host:port`; at least one is given. */
  readonly addresses: { readonly http?: string; readonly https?: string };
  readonly sharedSchemes: boolean;
  readonly tls: { readonly caPem?: string; readonly verify: boolean };
  readonly concurrency: number;
  readonly cache: Cache;
  readonly headers: Readonly<Record<string, string>>;
  readonly onlyIfCached: 'auto' | boolean;
  readonly pull: 'body' | 'head';
  readonly sliceBytes?: number;
  readonly purge?: PurgeConfig;
};

/** How a node is told to forget. */
export type PurgeConfig = {
  readonly method: string;
  readonly address?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bypass?: Readonly<Record<string, string>>;
  readonly directory?: DirectoryConfig;
};

export type DirectoryConfig = { readonly way: DirectoryWay; readonly repeatAfterMs: number };

export type DirectoryWay =
  | { readonly kind: 'ban'; readonly method: string; readonly header: string }
  | { readonly kind: 'files'; readonly path: string; readonly key: string }
  | { readonly kind: 'objects'; readonly path?: string }
  | { readonly kind: 'regexRevalidate'; readonly file: string; readonly reload: readonly string[] }
  | { readonly kind: 'purgeAll'; readonly header: string; readonly secret: string };

export type DomainConfig = {
  /** Lower case. */
  readonly name: string;
  readonly id: string;
  readonly project: string;
  readonly prefetch: boolean;
  /** Names, in the order in which the nodes are configured. */
  readonly nodes: readonly string[];
  readonly variants: readonly Variant[];
  readonly verify: 'off' | 'headers' | 'rehit';
  readonly stagger: boolean;
  /** Absent: nothing is kept warm. */
  readonly keepWarm?: { readonly hours: number; readonly maxUrls: number };
  /** URLs a calendar day of `timezone`; -1: no bound. */
  readonly quota: { readonly prefetchPerDay: number; readonly refreshFilePerDay: number; readonly refreshDirPerDay: number };
  readonly rate: { readonly requestsPerSecond?: number; readonly bytesPerSecond?: number; readonly concurrency: number };
};
