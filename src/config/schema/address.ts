import { isIP, isIPv6 } from 'node:net';
import { fromText, leaf, Refused } from './leaf.ts';

/** Where we listen. Port 0: any free one. */
export type ListenAddress = { host: string; port: number };

const hostName = /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$/;

export function listenAddress() {
  return leaf(
    'HOST:PORT such as 127.0.0.1:8460, [::1]:8460 or 0.0.0.0:8460',
    fromText((text): ListenAddress | Refused => {
      const [, bracketed, bare, digits] = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/.exec(text) ?? [];
      const port = Number(digits);
      if (digits === undefined || port > 65_535) return new Refused();
      if (bracketed !== undefined) return isIPv6(bracketed) ? { host: bracketed, port } : new Refused();
      return bare !== undefined && isHost(bare) ? { host: bare, port } : new Refused();
    }),
  );
}

export function isLoopback(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** A node's address to `http://host:port` or `https://host:port`, the port always given. `scheme` narrows it to one. */
export function nodeAddress(scheme?: 'http' | 'https') {
  const shown = scheme ?? 'http';
  const accepts = `${shown}://HOST:PORT${scheme === undefined ? ' or https://HOST:PORT' : ''}, without user name, path or query`;
  return leaf(
    accepts,
    fromText((text) => {
      const [, found, authority, rest] = /^(https?):\/\/([^/?#\\]*)(.*)$/is.exec(text) ?? [];
      if (found === undefined || authority === undefined) return new Refused();
      if (scheme !== undefined && found.toLowerCase() !== scheme) return new Refused();
      if (authority.includes('@')) return new Refused('has a user name or password');
      if (rest !== '' && rest !== '/') return new Refused('has a path or query');
      return originOf(found.toLowerCase(), authority);
    }),
  );
}

function originOf(scheme: string, authority: string): string | Refused {
  const [, host, digits] = /^(\[[^\]]*\]|[^:[\]]*)(?::(\d{1,5}))?$/.exec(authority) ?? [];
  if (host === undefined) return new Refused();
  const bracketed = host.startsWith('[');
  if (bracketed ? !isIPv6(host.slice(1, -1)) : !isHost(host)) return new Refused('has a host that can be no address and no name');
  const port = digits === undefined ? (scheme === 'https' ? 443 : 80) : Number(digits);
  if (port < 1 || port > 65_535) return new Refused('has a port that there is not');
  return `${scheme}://${host.toLowerCase()}:${port}`;
}

function isHost(host: string): boolean {
  // A name of digits and dots alone would be taken for an address, and wrongly: 127.1, 300.1.1.1.
  return /^[\d.]+$/.test(host) ? isIP(host) === 4 : hostName.test(host);
}
