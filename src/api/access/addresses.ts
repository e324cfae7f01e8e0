import { BlockList, isIP, isIPv4 } from 'node:net';

/** A set of addresses and networks. */
export type AddressSet = { has(address: string): boolean };

/**
 * Reads addresses and CIDRs (`127.0.0.0/8`, `::1`). An IPv4 address that comes mapped into IPv6
 * (`::ffff:192.0.2.1`, as a socket that listens on `::` tells it) is matched as IPv4.
 * Throws an Error that names the entry which is neither.
 */
export function addressSet(entries: readonly string[]): AddressSet {
  const list = new BlockList();
  for (const entry of entries) {
    const [, network = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    const family = familyOf(network);
    const bits = prefix === undefined ? undefined : Number(prefix);
    if (family === undefined || (bits !== undefined && bits > (family === 'ipv4' ? 32 : 128))) {
      throw new Error(`"${entry}" is neither an IP address nor a CIDR such as 10.0.0.0/8`);
    }
    if (bits === undefined) list.addAddress(network, family);
    else list.addSubnet(network, bits, family);
  }
  return {
    has(address) {
      const plain = plainAddress(address);
      const family = familyOf(plain);
      return family !== undefined && list.check(plain, family);
    },
  };
}

/** An address as it is matched and logged: IPv4 out of its IPv6 mapping, no zone. Text that is none stays as it is. */
export function plainAddress(address: string): string {
  const [unzoned = ''] = address.split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(unzoned)?.[1];
  return mapped !== undefined && isIPv4(mapped) ? mapped : unzoned;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  if (version === 4) return 'ipv4';
  return version === 6 ? 'ipv6' : undefined;
}

const loopback = addressSet(['127.0.0.0/8', '::1']);

/** True for an address that only this machine can be reached at. */
export function isLoopback(address: string): boolean {
  return loopback.has(address);
}
