/** Why a text is no host of ours, or no URL on one. Both parts stand in a sentence: "came …, WHAT; accepted is ACCEPTED". */
export type UrlFault = {
  /** What is wrong with it; quotes nothing of the text. */
  what: string;
  accepted: string;
};

const longestName = 253;
/** No other ASCII character; checked before the URL parser could read one as the host's end or drop it. */
const otherAscii = /[^\w.\-\u0080-\uffff]/;
/** Letters, digits, hyphens within a label; underscores too, since DNS and caches take them. */
const dnsName = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
/** Where WHATWG URL §3.5 ("ends in a number") reads an IPv4 address: decimal, octal, hexadecimal, one to four parts. */
const endsInNumber = /(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/;

const ipAddress: UrlFault = { what: 'whose host is an IP address', accepted: 'the name of a domain' };
const noName: UrlFault = {
  what: 'whose host is no domain name',
  accepted: `letters, digits, - and _ between dots, at most ${longestName} characters`,
};

/**
 * A host name as it is compared and sent: lower case, characters outside ASCII as browsers send them (IDNA,
 * `xn--…`). Configured domains go through this too, so that both sides of a comparison are written alike.
 */
export function normalHost(text: string): string | UrlFault {
  if (text === '') return { what: 'which has no host', accepted: 'the name of a domain' };
  if (text.startsWith('[')) return ipAddress;
  if (otherAscii.test(text)) return noName;
  const lower = text.toLowerCase();
  const host = /[^!-~]/.test(lower) ? idna(text) : lower;
  if (host === undefined) return noName;
  if (endsInNumber.test(host)) return ipAddress;
  if (host.endsWith('.')) return { what: 'whose host ends in a dot', accepted: 'a domain name without a dot at its end' };
  return host.length <= longestName && dnsName.test(host) ? host : noName;
}

/** The URL parser is used for the host alone: it would rewrite a path. It reads `１２７.１` as an address, so address checks come after. */
function idna(host: string): string | undefined {
  const url = `http://${host}/`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
