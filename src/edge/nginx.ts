import type { Cache } from './cache.ts';
import { joined } from './headers.ts';

/** nginx says nothing by itself; `add_header X-Cache-Status $upstream_cache_status always` is the custom. */
export const nginx: Cache = {
  name: 'nginx',
  said(headers) {
    const value = joined(headers, 'x-cache-status');
    return value === undefined ? undefined : `X-Cache-Status: ${value}`;
  },
};
