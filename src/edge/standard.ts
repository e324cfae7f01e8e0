import type { Cache } from './cache.ts';
import { joined } from './headers.ts';

/** RFC 9211: one member a cache, the nearest to the origin first. None of the four sends it by itself. */
export const standard: Cache = {
  name: 'standard',
  said(headers) {
    const value = joined(headers, 'cache-status');
    return value === undefined ? undefined : `Cache-Status: ${value}`;
  },
};
