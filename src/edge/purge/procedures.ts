import type { Variant } from '../../tasks/plan.ts';
import type { Scheme } from '../../tasks/url.ts';
import { purgeKeys } from './keys.ts';
import { nginx } from './nginx.ts';
import type { Procedure, PurgeSetting } from './procedure.ts';
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

/** What has to be done for one URL, side by side, on a node that serves these schemes. */
export function proceduresFor(schemes: readonly Scheme[], variants: readonly Variant[], way: PurgeWay): Procedure[] {
  const { sliceBytes, cache } = way;
  const keys = purgeKeys(schemes, variants, sliceBytes === undefined ? 'with encodings' : 'as configured');
  // Two of our keys may be one of nginx's: what it stores must not be touched from two sides at once.
  if (way.refetches) return [refetch(keys, way)];
  if (sliceBytes !== undefined) return [nginxSlices(keys, sliceBytes, way)];
  if (cache === 'nginx') return [nginx(keys, way)];
  // Where http and https are one object it is purged twice, which does no harm.
  const perScheme = { varnish, trafficserver, squid, unnamed }[cache ?? 'unnamed'];
  return schemes.map((scheme) =>
    perScheme(
      keys.filter((key) => key.scheme === scheme),
      way,
    ),
  );
}
