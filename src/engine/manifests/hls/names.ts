import type { Named } from '../finding.ts';
import { attribute } from './attribute-list.ts';
import { linesOf } from './lines.ts';
import type { Variables } from './variables.ts';

/** By tag: is what its URI attribute names a playlist? (RFC 8216 §4.3; parts, hints: draft-pantos-hls-rfc8216bis §4.4). */
export const namesPlaylist: ReadonlyMap<string, boolean> = new Map([
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
  for (const { tag, value } of linesOf(text)) {
    if (tag === undefined) {
      yield { kind: 'name', uri: variables.filled(value), isManifest: isVariant };
      isVariant = false;
    } else if (tag === 'EXT-X-STREAM-INF') isVariant = true;
    else if (tag === 'EXT-X-DEFINE') variables.define(value);
    else {
      const named = namedByTag(tag, value, variables);
      if (named !== undefined) yield named;
    }
  }
}

/** What a tag itself names, if anything. */
export function namedByTag(tag: string, value: string, variables: Variables): Named | undefined {
  if (tag === 'EXT-X-PREFETCH') return { kind: 'name', uri: variables.filled(value), isManifest: false };
  const isManifest = namesPlaylist.get(tag);
  const uri = isManifest === undefined ? undefined : attribute(value, 'URI');
  if (isManifest === undefined || uri === undefined || uri === '') return undefined;
  return { kind: 'name', uri: variables.filled(uri), isManifest };
}
