import type { PurgeScope } from '../../tasks/purge.ts';

/** What a purge is about: one URL over either scheme, or all that begin with it. */
export type Cover = { readonly scope: PurgeScope; /** Host and path. */ readonly rest: string };

export function coverOf(url: string, scope: PurgeScope): Cover {
  return { scope, rest: afterScheme(url) };
}

export function covers({ scope, rest }: Cover, url: string): boolean {
  const other = afterScheme(url);
  return scope === 'object' ? other === rest : other.startsWith(rest);
}

/** http and https may be one object; where they are not, both are purged. */
export function afterScheme(url: string): string {
  return url.slice(url.indexOf('://') + 3);
}
