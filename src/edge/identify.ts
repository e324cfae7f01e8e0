import { joined, type EdgeHeaders } from './headers.ts';

/**
 * Which of the four caches wrote these headers. Undefined when none shows, or more than one: a cache behind may have
 * spoken too, and a wrong guess is worse than none.
 */
export function identify(headers: EdgeHeaders): 'nginx' | 'varnish' | 'trafficserver' | 'squid' | undefined {
  const server = joined(headers, 'server') ?? '';
  const via = joined(headers, 'via') ?? '';
  const found = new Set(
    [
      /^nginx\b/i.test(server) || /^openresty\b/i.test(server) ? ('nginx' as const) : undefined,
      joined(headers, 'x-varnish') !== undefined ? ('varnish' as const) : undefined,
      /^ATS\b/.test(server) || via.includes('ApacheTrafficServer') ? ('trafficserver' as const) : undefined,
      /^squid\b/i.test(server) || /\bsquid\b/i.test(via) ? ('squid' as const) : undefined,
    ].filter((name) => name !== undefined),
  );
  const [only] = found;
  return found.size === 1 ? only : undefined;
}
