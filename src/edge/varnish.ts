import type { Cache } from './cache.ts';
import { joined } from './headers.ts';

/** Two transaction ids are a hit (its own and that of the fetch), one is a miss. A number each, so no other's header. */
const idsPattern = /^\d+( \d+)?$/;

/** X-Cache is set by many a VCL; X-Varnish always comes, unless the VCL removes it. */
export const varnish: Cache = {
  name: 'varnish',
  said(headers) {
    const ids = joined(headers, 'x-varnish');
    if (ids === undefined || !ids.split(', ').every((part) => idsPattern.test(part))) return undefined;
    const word = joined(headers, 'x-cache');
    return word === undefined ? `X-Varnish: ${ids}` : `X-Cache: ${word}`;
  },
};
