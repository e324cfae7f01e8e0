import { joined, type EdgeHeaders } from '../headers.ts';

/**
 * What tells one version of an object from another: its ETag, else its Last-Modified (RFC 9110, 8.8).
 * Undefined where the origin gives neither. Weak and strong ETags compare alike: a cache that (un)packs a
 * body weakens it.
 */
export function validatorOf(headers: EdgeHeaders): string | undefined {
  return joined(headers, 'etag')?.replace(/^W\//, '') ?? joined(headers, 'last-modified');
}
