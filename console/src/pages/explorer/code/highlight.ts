/** A stretch of code, and what it is. */
export type CodeToken = { at: number; text: string; kind: 'comment' | 'text' | 'number' | 'plain' };

// Enough for code that is written here: comments to the end of a line, strings in single or double quotes, numbers.
const marked: Readonly<Record<'shell' | 'hash' | 'slashes', RegExp>> = {
  // In a shell, single quotes hold anything, backslashes as well.
  shell: /\\.|'[^']*'|"(?:\\.|[^"\\])*"/gs,
  hash: /#[^\n]*|"(?:\\.|[^"\\])*"|\b\d+\b/gs,
  slashes: /\/\/[^\n]*|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\b\d+\b/gs,
};

export function highlight(code: string, manner: keyof typeof marked): CodeToken[] {
  const tokens: CodeToken[] = [];
  let end = 0;
  for (const match of code.matchAll(marked[manner])) {
    if (match.index > end) tokens.push({ at: end, text: code.slice(end, match.index), kind: 'plain' });
    tokens.push({ at: match.index, text: match[0], kind: kindOf(match[0]) });
    end = match.index + match[0].length;
  }
  if (end < code.length) tokens.push({ at: end, text: code.slice(end), kind: 'plain' });
  return tokens;
}

function kindOf(text: string): CodeToken['kind'] {
  if (text.startsWith('#') || text.startsWith('//')) return 'comment';
  if (text.startsWith('"') || text.startsWith("'")) return 'text';
  return text.startsWith('\\') ? 'plain' : 'number';
}
