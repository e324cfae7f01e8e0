import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressRule } from './rule.ts';

/** All addresses of a name. Rejects as `dns.promises.lookup` does. */
export type Lookup = (hostname: string) => Promise<readonly { address: string; family: number }[]>;

/** A name, or an address itself, leads where nobody may dial. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  constructor(address: string, hostname: string) {
    const whose = address === hostname ? address : `${address}, the address of ${hostname},`;
    super(`${whose} is not public, and outbound.allowAddresses does not have it`);
  }
}

/**
 * Dials what the rule allows only. What is checked is what is dialled: the socket gets the very addresses that were
 * looked up and checked, so a name can't lead elsewhere between the two. One that may not be dialled refuses the name.
 */
export function guardedConnector(rule: AddressRule, lookup: Lookup, connectMs: number): buildConnector.connector {
  const answer = async (hostname: string, wantsAll: boolean, callback: Parameters<LookupFunction>[2]): Promise<void> => {
    const addresses = await checkedAddresses(rule, lookup, hostname);
    if (addresses instanceof Error) callback(addresses, []);
    else if (wantsAll) callback(null, addresses);
    else callback(null, addresses[0].address, addresses[0].family);
  };
  const pinned: LookupFunction = (hostname, options, callback) => void answer(hostname, options.all === true, callback);
  const dial = buildConnector({ allowH2: false, timeout: connectMs, lookup: pinned });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
    // An address is not looked up.
    if (isIP(host) !== 0 && !rule.allows(host)) callback(new AddressRefused(host, host), null);
    else dial(options, callback);
  };
}

type Address = { address: string; family: number };

/** Never rejects. */
async function checkedAddresses(rule: AddressRule, lookup: Lookup, hostname: string): Promise<[Address, ...Address[]] | Error> {
  try {
    const [first, ...more] = await lookup(hostname);
    if (first === undefined) return new Error(`${hostname} has no address`);
    const refused = [first, ...more].find(({ address }) => !rule.allows(address));
    return refused === undefined ? [first, ...more] : new AddressRefused(refused.address, hostname);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
