import type { Variant } from '../../tasks/plan.ts';
import type { Scheme } from '../../tasks/url.ts';
import type { PurgeKey } from './procedure.ts';

/**
 * Encodings that browsers ask for, for caches that purge a variant at a time. The plain one is last: what nginx and
 * Squid stored first goes last, if a guess is right.
 */
const encodings: readonly Variant[] = [{ 'Accept-Encoding': 'gzip' }, { 'Accept-Encoding': 'br' }];

/**
 * The keys under which a node may have stored a URL: for each scheme that it serves the configured variants, and
 * those that differ from them by a common Accept-Encoding. What was not configured comes of visitors. Where a node
 * slices, there are no encodings.
 */
export function purgeKeys(
  schemes: readonly Scheme[],
  variants: readonly Variant[],
  common: 'with encodings' | 'as configured',
): PurgeKey[] {
  const byIdentity = new Map<string, Variant>();
  const configured = variants.length === 0 ? [{}] : variants;
  for (const variant of configured) {
    if (common === 'with encodings' && !hasEncoding(variant))
      for (const encoding of encodings) add(byIdentity, { ...variant, ...encoding });
  }
  for (const variant of configured) if (hasEncoding(variant)) add(byIdentity, variant);
  for (const variant of configured) if (!hasEncoding(variant)) add(byIdentity, variant);
  return schemes.flatMap((scheme) => [...byIdentity.values()].map((variant) => ({ scheme, variant })));
}

function hasEncoding(variant: Variant): boolean {
  return Object.keys(variant).some((name) => name.toLowerCase() === 'accept-encoding');
}

function add(byIdentity: Map<string, Variant>, variant: Variant): void {
  const headers = Object.entries(variant).map(([name, value]) => [name.toLowerCase(), value]);
  byIdentity.set(JSON.stringify(headers.sort(([one = ''], [other = '']) => (one < other ? -1 : 1))), variant);
}
