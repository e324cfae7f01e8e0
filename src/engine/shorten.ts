/** For messages: foreign text without control characters, cut to `max` characters. */
export function shorten(text: string, max = 200): string {
  const clean = text.slice(0, max + 1).replace(/\p{Cc}/gu, '?');
  return clean.length > max ? `${clean.slice(0, max - 1)}…` : clean;
}
