import type { Cache } from './cache.ts';
import { joined } from './headers.ts';

/** `[cHs f ]`: Traffic Server's cache codes in Via, from `proxy.config.http.insert_response_via_str` 2 on. */
const codesPattern = /\[[a-zA-Z ]*c[ A-Z][a-zA-Z ]*(?::[^\]]*)?\]/;

/** The end of Via is enough; a node that sends 64 KB of commas must not keep these patterns busy. */
const maxViaLength = 500;

/**
 * Via before X-Cache: an X-Cache set by header_rewrite says hit-fresh of a request with Authorization that
 * the origin answered, where Via tells the miss. Only the last Via counts, the nearest cache's.
 */
export const trafficserver: Cache = {
  name: 'trafficserver',
  said(headers) {
    const nearest = joined(headers, 'via')
      ?.slice(-maxViaLength)
      .split(/,(?![^(]*\))/)
      .at(-1)
      ?.trim();
    return nearest !== undefined && codesPattern.test(nearest) ? `Via: ${nearest}` : undefined;
  },
};
