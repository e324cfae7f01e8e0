import { attribute } from './attribute-list.ts';
import type { Variables } from './variables.ts';

/** What one line of a playlist names. `uri` is as it stands there; undefined where a variable in it is not defined. */
export type Named = { readonly uri: string | undefined; readonly isPlaylist: boolean };

/** By tag: what its URI attribute names (RFC 8216 §4.3; parts, hints: draft-pantos-hls-rfc8216bis §4.4). */
const namesPlaylist: ReadonlyMap<string, boolean> = new Map([
  ['EXT-X-MEDIA', true],
  ['EXT-X-I-FRAME-STREAM-INF', true],
  ['EXT-X-IMAGE-STREAM-INF', true],
  ['EXT-X-KEY', false],
  ['EXT-X-SESSION-KEY', false],
  ['EXT-X-SESSION-DATA', false],
  ['EXT-X-MAP', false],
  ['EXT-X-PART', false],
  ['EXT-X-PRELOAD-HINT', false],
]);

/** RFC 8216 §4.3.1.1: the tag is the first line. Blank lines before it hurt nobody. */
export function isPlaylist(text: string): boolean {
  return /^\s*#EXTM3U(?![\w-])/.test(text);
}

/**
 * What an HLS playlist names, line by line and as often as it stands there: variants, renditions, I-frame playlists,
 * segments, parts, keys, maps, session keys and data. Left out is what belongs to another presentation: rendition
 * reports (the master playlist names those playlists), interstitials, the steering manifest.
 *
 * Not hls-parser, which drops what a refresh must not: all but the last of several keys, renditions of a group that
 * no variant uses, the URI behind a NAME with an apostrophe. It throws at titles outside Latin-1, does not fill in variables,
 * and takes 3 s for 8,000 variants (quadratic): any origin could stop the engine with a file. In the tests it is the oracle.
 */
export function* namesIn(text: string, variables: Variables): Generator<Named, void> {
  let isVariant = false;
  for (const line of linesOf(text)) {
    if (!line.startsWith('#')) {
      yield { uri: variables.filled(line), isPlaylist: isVariant };
      isVariant = false;
    } else if (line.startsWith('#EXT')) {
      const colon = line.indexOf(':');
      const tag = line.slice(1, colon === -1 ? undefined : colon).trim();
      const value = colon === -1 ? '' : line.slice(colon + 1).trim();
      if (tag === 'EXT-X-STREAM-INF') isVariant = true;
      else if (tag === 'EXT-X-DEFINE') variables.define(value);
      else if (tag === 'EXT-X-PREFETCH') yield { uri: variables.filled(value), isPlaylist: false };
      else yield* namedByAttribute(tag, value, variables);
    }
  }
}

function* namedByAttribute(tag: string, value: string, variables: Variables): Generator<Named, void> {
  const isPlaylist = namesPlaylist.get(tag);
  const uri = isPlaylist === undefined ? undefined : attribute(value, 'URI');
  if (isPlaylist !== undefined && uri !== undefined && uri !== '') yield { uri: variables.filled(uri), isPlaylist };
}

/** Without blank ones. One at a time: all lines of a large playlist at once weigh ten times its text. */
function* linesOf(text: string): Generator<string, void> {
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('\n', at);
    const end = found === -1 ? text.length : found;
    const line = text.slice(at, end).trim();
    if (line !== '') yield line;
    at = end + 1;
  }
}
