import { shorten } from '../shorten.ts';
import { isPlaylist } from './hls/names.ts';

export type Format = 'hls' | 'dash';

/** Where a manifest came from, and what its response called it: no proof, but a hint at what was meant. */
export type Hints = { readonly url: string; readonly contentType?: string | undefined };

/** Which manifest a text is, by its beginning; else what it is instead, as a clause. */
export function formatOf(text: string, hints: Hints): { readonly format: Format } | { readonly unknown: string } {
  if (isPlaylist(text)) return { format: 'hls' };
  const root = rootElement(text);
  if (root.name === 'MPD') return { format: 'dash' };
  // What it holds may not be looked at, so what it was meant to be decides who says that.
  if (root.isDoctypeFirst && meantFormat(hints) === 'dash') return { format: 'dash' };
  return { unknown: `what came is ${expected(hints)}: ${seen(text, root.name)}` };
}

/** So much of a body tells what it is. */
export const tellingBytes = 4096;

/** Whether it is none, and nothing calls it one: by the type of its response, or by its beginning where that is given. */
export function isNoManifest(hints: Hints, beginning?: string): boolean {
  if (meantFormat(hints) !== undefined) return false;
  return beginning === undefined ? isOtherMedia(hints.contentType) : 'unknown' in formatOf(beginning, hints);
}

function isOtherMedia(contentType = ''): boolean {
  return /^\s*(?:video|audio|image|font)\//i.test(contentType) && !/mpegurl/i.test(contentType);
}

/** What came instead, told by its beginning. */
export function seen(text: string, root?: string): string {
  if (root === 'SmoothStreamingMedia') return 'it is a Smooth Streaming manifest, which is not read';
  const beginning = text.trim();
  return beginning === '' ? 'it is empty' : `it begins with "${shorten(beginning, 60)}"`;
}

function expected(hints: Hints): string {
  const format = meantFormat(hints);
  if (format === 'hls') return 'no HLS playlist (#EXTM3U in the first line)';
  if (format === 'dash') return 'no DASH manifest (an MPD element)';
  return 'neither an HLS playlist (#EXTM3U in the first line) nor a DASH manifest (an MPD element)';
}

const formatByType: ReadonlyMap<string, Format> = new Map([
  ['application/vnd.apple.mpegurl', 'hls'],
  ['application/x-mpegurl', 'hls'],
  ['audio/mpegurl', 'hls'],
  ['audio/x-mpegurl', 'hls'],
  ['application/dash+xml', 'dash'],
]);

function meantFormat({ url, contentType = '' }: Hints): Format | undefined {
  const type = contentType.slice(0, 200).split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const path = URL.parse(url)?.pathname.toLowerCase() ?? '';
  if (formatByType.has(type)) return formatByType.get(type);
  if (path.endsWith('.mpd')) return 'dash';
  return path.endsWith('.m3u8') || path.endsWith('.m3u') ? 'hls' : undefined;
}

/** The name of the first element, without its prefix, behind whatever XML allows before it. In one pass. */
function rootElement(text: string): { readonly name?: string; readonly isDoctypeFirst?: boolean } {
  let at = 0;
  for (;;) {
    while (at < text.length && /[\s\ufeff]/.test(text.charAt(at))) at += 1;
    const isComment = text.startsWith('<!--', at);
    if (!isComment && !text.startsWith('<?', at)) break;
    const end = text.indexOf(isComment ? '-->' : '?>', at + 2);
    if (end === -1) return {};
    at = end + (isComment ? 3 : 2);
  }
  if (/^<!doctype/i.test(text.slice(at, at + 9))) return { isDoctypeFirst: true };
  const name = /^<(?:[\w.-]+:)?([\w.-]+)[\s/>]/.exec(text.slice(at, at + 200))?.[1];
  return name === undefined ? {} : { name };
}
