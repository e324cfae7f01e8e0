import type { Cache } from './cache.ts';
import { joined } from './headers.ts';

/** `HIT from edge` by default. Squid says HIT as well when the origin was asked and answered 304. */
export const squid: Cache = {
  name: 'squid',
  said(headers) {
    const value = joined(headers, 'x-cache');
    return value === undefined ? undefined : `X-Cache: ${value}`;
  },
};
