import { normalHost, type UrlFault } from './host.ts';

export type { UrlFault };

export type Scheme = 'http' | 'https';

/** A submitted URL, understood. */
export type TargetUrl = {
  /** As it was submitted; what Describe answers. */
  text: string;
  scheme: Scheme;
  /** Lower case, no port. */
  host: string;
  /** As it is sent: ASCII, host in lower case, path never empty. */
  url: string;
};

export function isUrlFault(result: TargetUrl | UrlFault): result is UrlFault {
  return 'accepted' in result;
}

/** As it is sent, so that no node answers 414 to what was accepted here. */
export const maxUrlBytes = 8192;

const ownPort: Readonly<Record<Scheme, string>> = { http: '80', https: '443' };

/**
 * Understands a submitted URL by the rules of ucdn-api.md ("URLs, settled"): characters outside ASCII are
 * percent-encoded as UTF-8, all else stays byte for byte. The platform's URL parser is no help for that:
 * it resolves `/a/../b`, escapes `{` and reads `\` as `/`, and each of these is another cache key.
 */
export function parseTargetUrl(text: string): TargetUrl | UrlFault {
  const scheme = schemeOf(text);
  if (scheme === undefined) {
    return { what: 'which does not begin with http:// or https://', accepted: 'a URL that begins with http:// or https://' };
  }
  if (text.length > maxUrlBytes) return tooLong;
  const fault = characterFault(text);
  if (fault !== undefined) return fault;

  const start = scheme.length + '://'.length;
  const end = authorityEnd(text, start);
  const authority = text.slice(start, end);
  if (authority.includes('@')) return { what: 'with a user name', accepted: 'a URL without a user name and password' };
  const colon = authority.startsWith('[') ? authority.indexOf(':', authority.indexOf(']')) : authority.indexOf(':');
  const port = colon === -1 ? '' : authority.slice(colon + 1);
  const host = normalHost(colon === -1 ? authority : authority.slice(0, colon));
  if (typeof host !== 'string') return host;
  if (port !== '' && port !== ownPort[scheme]) {
    return { what: 'with a port', accepted: `a URL without a port (or with the scheme's own, ${ownPort[scheme]})` };
  }

  const slash = text.charCodeAt(end) === 0x2f ? '' : '/';
  const url = `${scheme}://${host}${slash}${percentEncoded(text.slice(end))}`;
  return url.length > maxUrlBytes ? tooLong : { text, scheme, host, url };
}

/**
 * Why a URL is no directory; undefined when it is one. The slash must have been written: a whole domain is
 * refreshed by whoever says so, not by whoever leaves the path out.
 */
export function directoryFault({ text }: TargetUrl): UrlFault | undefined {
  if (text.includes('?')) return { what: 'which is no directory: it has a query', accepted: directory };
  return text.endsWith('/') ? undefined : { what: 'which is no directory: it does not end in /', accepted: directory };
}

const directory = 'a URL that ends in / and has no query';

const tooLong: UrlFault = {
  what: `which is longer than ${maxUrlBytes} bytes once percent-encoded`,
  accepted: `a URL of at most ${maxUrlBytes} bytes`,
};

function schemeOf(text: string): Scheme | undefined {
  const beginning = text.slice(0, 'https://'.length).toLowerCase();
  if (beginning.startsWith('http://')) return 'http';
  return beginning === 'https://' ? 'https' : undefined;
}

/** All but printable ASCII without space, # and \, and what lies above the C1 controls. */
const forbidden = /[^!"$-[\]-~\u00a0-\uffff]/;

/** What may stand nowhere in a URL; named with its place, since a Message shows only the beginning of a long one. */
function characterFault(text: string): UrlFault | undefined {
  const at = text.search(forbidden);
  if (at === -1) return text.isWellFormed() ? undefined : { what: 'with half of a surrogate pair', accepted: 'valid Unicode' };
  const place = `at character ${at + 1}`;
  const character = text.charAt(at);
  if (character === '#') return { what: `with a fragment (# ${place})`, accepted: 'a URL without a fragment (a # itself as %23)' };
  if (character === '\\') return { what: `with a backslash ${place}`, accepted: 'a URL without backslashes (itself as %5C)' };
  if (character === ' ') return { what: `with a space ${place}`, accepted: 'a URL without spaces (itself as %20)' };
  return { what: `with a control character ${place}`, accepted: 'a URL without control characters' };
}

/** Where the authority ends and path or query begins (RFC 3986 §3.2). */
function authorityEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x2f || code === 0x3f) return at;
  }
  return text.length;
}

function percentEncoded(text: string): string {
  return text.replace(/[^ -~]+/g, encodeURIComponent);
}
