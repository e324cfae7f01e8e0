import type { EdgeHeaders } from './headers.ts';

/** One kind of cache: what its responses say. One file a cache; none of them opens a socket or reads a clock. */
export type Cache = {
  name: 'nginx' | 'varnish' | 'trafficserver' | 'squid' | 'standard';
  /** What it says of hit or miss, as `Header: value` in its own words; undefined when these headers are none of its. */
  said: (headers: EdgeHeaders) => string | undefined;
};
