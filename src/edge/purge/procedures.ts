import type { Scheme } from '../../tasks/url.ts';
import { nginx } from './nginx.ts';
import type { Procedure, PurgeKey, PurgeSetting } from './procedure.ts';
import { refetch } from './refetch.ts';
import { nginxSlices } from './slices.ts';
import { squid } from './squid.ts';
import { trafficserver } from './trafficserver.ts';
import { unnamed } from './unnamed.ts';
import { varnish } from './varnish.ts';

export type CacheName = 'nginx' | 'varnish' | 'trafficserver' | 'squid';

export type PurgeWay = PurgeSetting & {
  /** Undefined: one that we don't know. */
  readonly cache: CacheName | undefined;
  /** It is told to fetch anew, instead of PURGE. */
  readonly refetches: boolean;
  /** It slices, into objects of this size. */
  readonly sliceBytes?: number | undefined;
};

const byCache = { nginx, varnish, trafficserver, squid, unnamed };

/** What has to be done for one URL, side by side. A cache where http and https are one object is asked twice, which does no harm. */
export function proceduresFor(keys: readonly PurgeKey[], way: PurgeWay): Procedure[] {
  if (way.refetches) return keys.map((key) => refetch(key, way));
  const { sliceBytes } = way;
  if (sliceBytes !== undefined) return keys.map((key) => nginxSlices(key, sliceBytes, way));
  const perScheme = byCache[way.cache ?? 'unnamed'];
  const schemes: readonly Scheme[] = [...new Set(keys.map(({ scheme }) => scheme))];
  return schemes.map((scheme) => perScheme(keys.filter((key) => key.scheme === scheme), way));
}
