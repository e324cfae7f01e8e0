import { setImmediate } from 'node:timers/promises';
import type { Purged, WarmUrl } from '../../store/memory.ts';
import type { Store } from '../../store/store.ts';
import type { ControlDomain } from '../options.ts';
import type { ReplayUrl } from './replaytask.ts';

type Memory = Pick<Store, 'purges' | 'warmUrls'>;

const purgesPerRead = 2000;

/** What of these domains was purged since, domain by domain, in the order of its coming. */
export async function* purgedSince(
  store: Memory,
  domains: readonly ControlDomain[],
  sinceS: number,
): AsyncGenerator<Purged & { readonly domain: ControlDomain }> {
  for (const domain of domains) {
    let after: Purged | undefined;
    for (;;) {
      const page = await store.purges(domain.name, { sinceS, limit: purgesPerRead, ...(after !== undefined && { after }) });
      for (const purged of page) yield { ...purged, domain };
      after = page.at(-1);
      if (page.length < purgesPerRead) break;
      await setImmediate();
    }
  }
}

/**
 * What a node of the domain should hold, the latest last: where the cache is smaller than that, those are what stays.
 */
export async function warmSet(store: Memory, domain: ControlDomain, nowMs: number): Promise<readonly ReplayUrl[]> {
  const urls = await latestWarm(store, domain, nowMs);
  if (urls.length === 0) return [];
  const purgedAt = new Map<string, number>();
  for await (const { scope, url, atS } of purgedSince(store, [domain], warmSinceS(domain, nowMs))) {
    const folder = afterScheme(url);
    if (scope === 'subtree') purgedAt.set(folder, Math.max(atS, purgedAt.get(folder) ?? 0));
  }
  return urls
    .filter(({ url, warmedAtS }) => !foldersOf(url).some((folder) => (purgedAt.get(folder) ?? 0) > warmedAtS))
    .map(({ url }) => ({ url, domain }))
    .toReversed();
}

/** What of a domain was warmed last and should be kept, the latest first; directories that were purged since are not minded. */
export async function latestWarm(store: Memory, domain: ControlDomain, nowMs: number, limit = Infinity): Promise<readonly WarmUrl[]> {
  const { keepWarm, prefetch, name } = domain;
  if (keepWarm === undefined || !prefetch) return [];
  return store.warmUrls(name, { sinceS: warmSinceS(domain, nowMs), limit: Math.min(keepWarm.maxUrls, limit) });
}

function warmSinceS({ keepWarm }: ControlDomain, nowMs: number): number {
  return Math.floor(nowMs / 1000) - (keepWarm?.hours ?? 0) * 3600;
}

/** Every directory that holds a URL, over either scheme, which may be one object: `http://a/b/c?d` → `a/`, `a/b/`. */
function foldersOf(url: string): string[] {
  const path = afterScheme(url).split('?', 1)[0] ?? '';
  const folders: string[] = [];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) folders.push(path.slice(0, slash + 1));
  return folders;
}

function afterScheme(url: string): string {
  return url.slice(url.indexOf('//') + 2);
}
