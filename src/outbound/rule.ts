import { BlockList, isIP } from 'node:net';
import { embeddedIpv4 } from './embedded.ts';

/** Not public: RFC 6890 and its registry, multicast, and where clouds keep what only the machine itself may read. */
const reservedIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Azure's wire server.
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Of IPv6 only this is given out as public at all (RFC 4291 §2.4); the rest is loopback, link-local, unique-local, multicast or not in use. */
const globalIpv6 = '2000::/3';
/** Within it: protocol assignments (Teredo among them), documentation. */
const reservedIpv6 = ['2001::/23', '2001:db8::/32', '3fff::/20'];

/** Which addresses may be dialled: public ones, and what is allowed beside them. */
export class AddressRule {
  readonly #reserved = blockList([...reservedIpv4, ...reservedIpv6]);
  readonly #global = blockList([globalIpv6]);
  readonly #allowed: BlockList;

  /** Addresses and CIDRs. */
  constructor(allowed: readonly string[]) {
    this.#allowed = blockList(allowed);
  }

  /** `address`: of an IP, as a resolver gives it. False for what is none. */
  allows(address: string): boolean {
    const plain = address.replace(/%.*$/, '');
    const family = isIP(plain);
    if (family === 0) return false;
    if (this.#allowed.check(plain, family === 4 ? 'ipv4' : 'ipv6')) return true;
    const inner = family === 4 ? plain : embeddedIpv4(plain);
    if (inner !== undefined) return this.#allowed.check(inner, 'ipv4') || !this.#reserved.check(inner, 'ipv4');
    return this.#global.check(plain, 'ipv6') && !this.#reserved.check(plain, 'ipv6');
  }
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
