import type { Scheme } from '../tasks/url.ts';

export type UrlParts = { scheme: Scheme; host: string; /** Path and query as they stand. */ path: string };

/** Cuts a work item's URL without touching a byte of it, as a URL parser would. */
export function urlParts(url: string): UrlParts {
  const scheme = url.startsWith('https://') ? 'https' : 'http';
  const hostAt = scheme.length + 3;
  const pathAt = url.indexOf('/', hostAt);
  if (!url.startsWith(`${scheme}://`) || pathAt <= hostAt) throw new Error(`not a URL of a work item: ${url.slice(0, 100)}`);
  return { scheme, host: url.slice(hostAt, pathAt), path: url.slice(pathAt) };
}
