import type { Cache } from './cache.ts';
import type { EdgeHeaders } from './headers.ts';
import { nginx } from './nginx.ts';
import { squid } from './squid.ts';
import { standard } from './standard.ts';
import { trafficserver } from './trafficserver.ts';
import { varnish } from './varnish.ts';

/**
 * The surest word first. Squid is last: its X-Cache is also what operators of any other cache put there.
 * A cache behind may have spoken too, and its headers come along: where a header was added to, all its
 * lines are shown.
 */
const caches: readonly Cache[] = [standard, nginx, trafficserver, varnish, squid];

const maxLength = 120;

/**
 * A node's own word on hit or miss, as it wrote it, such as `X-Cache-Status: HIT`: for people to read, and
 * no verdict. Undefined when it says nothing that we know.
 */
export function cacheStatus(headers: EdgeHeaders): string | undefined {
  for (const cache of caches) {
    const said = cache.said(headers);
    if (said !== undefined) return said.length > maxLength ? `${said.slice(0, maxLength - 1)}…` : said;
  }
  return undefined;
}
