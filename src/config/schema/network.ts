import { isIP } from 'node:net';
import { normalHost } from '../../tasks/host.ts';
import { isUrlFault, parseTargetUrl } from '../../tasks/url.ts';
import { fromText, leaf, Refused } from './leaf.ts';

/** An address range in CIDR, or one address. */
export function addressRange() {
  return leaf(
    'an IP address or a range such as 10.0.0.0/8 or fd00::/8',
    fromText((text) => {
      const [address = '', bits, ...more] = text.split('/');
      const family = isIP(address);
      if (family === 0 || more.length > 0) return new Refused();
      if (bits === undefined) return text;
      return /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128) ? text : new Refused();
    }),
  );
}

/** A domain that users' URLs name, as it is compared and sent: lower case, IDNA. */
export function domainName() {
  return leaf(
    'a domain such as cdn.example.com, without scheme, port or path',
    fromText((text) => {
      const host = normalHost(text);
      return typeof host === 'string'
        ? host
        : new Refused(text.includes('*') ? 'has a wildcard; each domain is named by itself' : undefined);
    }),
  );
}

/** `cdn.example.com` or `cdn.example.com/partner/`: the beginning of what follows the scheme in a URL. */
export function urlPrefix() {
  return leaf(
    'a domain, or a domain and a path in it, such as cdn.example.com/partner/',
    fromText((text) => {
      if (text.includes('://')) return new Refused('has a scheme');
      return isUrlFault(parseTargetUrl(`http://${text}`)) ? new Refused() : text;
    }),
  );
}
