import { joined, type EdgeHeaders } from './headers.ts';

/** A header by which one of the four caches shows itself. */
export type Sign = {
  readonly cache: 'nginx' | 'varnish' | 'trafficserver' | 'squid';
  /** As it was written, `Server: nginx/1.22.1`. */
  readonly said: string;
};

/** Whatever in these headers was written by one of the four caches, this one or one behind it. */
export function signsOf(headers: EdgeHeaders): Sign[] {
  const server = joined(headers, 'server') ?? '';
  const via = joined(headers, 'via') ?? '';
  const varnish = joined(headers, 'x-varnish');
  const found: Sign[] = [];
  if (/^(nginx|openresty)\b/i.test(server)) found.push({ cache: 'nginx', said: `Server: ${server}` });
  if (varnish !== undefined) found.push({ cache: 'varnish', said: `X-Varnish: ${varnish}` });
  if (/^ATS\b/.test(server)) found.push({ cache: 'trafficserver', said: `Server: ${server}` });
  else if (via.includes('ApacheTrafficServer')) found.push({ cache: 'trafficserver', said: `Via: ${via}` });
  if (/^squid\b/i.test(server)) found.push({ cache: 'squid', said: `Server: ${server}` });
  else if (/\bsquid\b/i.test(via)) found.push({ cache: 'squid', said: `Via: ${via}` });
  return found;
}

/**
 * Which of the four caches wrote these headers. Undefined when none shows, or more than one: a cache behind may have
 * spoken too, and a wrong guess is worse than none.
 */
export function identify(headers: EdgeHeaders): Sign['cache'] | undefined {
  const [first, ...others] = signsOf(headers);
  return first !== undefined && others.every(({ cache }) => cache === first.cache) ? first.cache : undefined;
}
