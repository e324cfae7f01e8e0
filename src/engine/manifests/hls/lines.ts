/** A line that says something: `tag` is the name of an `#EXT` tag, without its `#`; undefined where the line is a URI. */
export type Line = { readonly tag: string | undefined; readonly value: string };

/** The lines of a playlist, without blank ones and comments. One at a time: all at once weigh ten times the text. */
export function* linesOf(text: string): Generator<Line, void> {
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('\n', at);
    const end = found === -1 ? text.length : found;
    const line = text.slice(at, end).trim();
    at = end + 1;
    if (line === '') continue;
    if (!line.startsWith('#')) yield { tag: undefined, value: line };
    else if (line.startsWith('#EXT')) {
      const colon = line.indexOf(':');
      yield { tag: line.slice(1, colon === -1 ? undefined : colon).trim(), value: colon === -1 ? '' : line.slice(colon + 1).trim() };
    }
  }
}
