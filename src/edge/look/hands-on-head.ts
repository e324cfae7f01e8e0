import type { CacheName } from '../purge/procedures.ts';

const fills = 'would fetch and store the whole object for a HEAD, so that its origin is not asked for the size';

/**
 * Undefined: the cache hands a HEAD for what it has not on as HEAD, and stores nothing of the answer; Squid only where
 * the request says no-store, else it keeps the answer for the next HEAD. Else why it is not sent one.
 */
export function whyNoHead(cache: CacheName | undefined): string | undefined {
  switch (cache) {
    case 'squid':
    case 'trafficserver':
      return undefined;
    case 'nginx':
    case 'varnish':
      return `${cache} ${fills}`;
    default:
      return `a cache that is not known ${fills.replace('would', 'may')} (nodes: cache)`;
  }
}
