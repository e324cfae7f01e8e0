/** Whether a name is one that the patterns stand for; `*` is any run of characters. */
export function globMatcher(patterns: readonly string[]): (name: string) => boolean {
  const sources = patterns.map((pattern) => pattern.split('*').map(literally).join('.*'));
  const matcher = new RegExp(`^(?:${sources.join('|')})$`, 's');
  return (name) => patterns.length > 0 && matcher.test(name);
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
