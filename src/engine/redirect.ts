import type { Scheme } from '../tasks/url.ts';
import { shorten } from './shorten.ts';

export const maxRedirectHops = 5;

export type RedirectQuestion = {
  /** Where the response came from, as it was asked for. */
  url: string;
  /** The Location header as the parser gives it: one char a byte. */
  location: string;
  /** Every URL asked for so far in this attempt, `url` included. */
  asked: readonly string[];
  /** Is this host, over this scheme, one of our own domains on this node? */
  isOurs: (host: string, scheme: Scheme) => boolean;
};

/** Where to go, or why not. */
export type RedirectAnswer = { follow: string; host: string } | { refuse: string };

/** Followed only within our own domains on the same node, 5 hops at most, and never to where we have been. */
export function redirectTarget({ url, location, asked, isOurs }: RedirectQuestion): RedirectAnswer {
  const shown = shorten(location);
  const target = URL.parse(encodeBytes(location), url);
  if (target === null) return { refuse: `redirected to "${shown}", which is no URL` };
  const scheme = target.protocol.slice(0, -1);
  if (target.username !== '' || target.password !== '' || target.port !== '') {
    return { refuse: `redirected to "${shown}": a port or credentials are not followed` };
  }
  if ((scheme !== 'http' && scheme !== 'https') || !isOurs(target.hostname, scheme)) {
    return { refuse: `redirected to "${shown}", which this node does not serve as one of our domains` };
  }
  target.hash = '';
  if (asked.includes(target.href)) return { refuse: `redirected in a circle, to "${shown}"` };
  if (asked.length > maxRedirectHops) return { refuse: `redirected more than ${maxRedirectHops} times, last to "${shown}"` };
  return { follow: target.href, host: target.hostname };
}

/** Bytes beyond ASCII are sent percent-encoded as they came; read as characters they would be encoded twice. */
function encodeBytes(location: string): string {
  return location.replace(/[\u0080-\u00ff]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
