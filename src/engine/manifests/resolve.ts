import { isUrlFault, maxUrlBytes, parseTargetUrl, type TargetUrl } from '../../tasks/url.ts';
import { shorten } from '../shorten.ts';

/** Why a name is no URL that a node can be asked for; stands in a sentence: "left out: 2 WHAT". */
export type Skipped = { readonly skipped: string };

/**
 * The URL that a player asks for where a playlist names `uri`. Browsers, and so most players, resolve and encode by
 * the URL standard (dot segments, spaces, characters outside ASCII), hence the platform's parser; the result is then held to
 * the rules of a submitted URL. `base` is where the playlist came from, after redirects.
 */
export function resolved(uri: string, base: string): TargetUrl | Skipped {
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(uri.slice(0, longestScheme))?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return { skipped: `${shorten(scheme)}:` };
  if (uri.length > maxUrlBytes) return { skipped: `longer than ${maxUrlBytes} bytes` };
  if (uri.includes('\ufffd')) return { skipped: 'that are not UTF-8' };
  const parsed = URL.parse(uri, base);
  if (parsed === null) return { skipped: 'that are no URL' };
  // A fragment is the player's own affair.
  if (parsed.href.includes('#')) parsed.hash = '';
  const target = parseTargetUrl(parsed.href);
  return isUrlFault(target) ? { skipped: target.what } : target;
}

const longestScheme = 40;
