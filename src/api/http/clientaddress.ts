import { isIP } from 'node:net';
import { type AddressSet, plainAddress } from '../access/addresses.ts';

/**
 * Who sent a request. X-Forwarded-For is a list to which each proxy appends the peer it saw, so it is
 * read from its end, and only as far as trusted proxies wrote it: what stands before them the client
 * may have invented. An entry that is no address ends the walk and is answered as `unknown`, which is
 * in no allow-list.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | readonly string[] | undefined, trusted: AddressSet): string {
  let address = plainAddress(peer ?? 'unknown');
  const hops = forwardedFor === undefined ? [] : String(forwardedFor).split(',');
  while (hops.length > 0 && trusted.has(address)) {
    const hop = withoutPort((hops.pop() ?? '').trim());
    if (isIP(hop) === 0) return 'unknown';
    address = plainAddress(hop);
  }
  return address;
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1];
  return bracketed ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop;
}
