/**
 * Text from elsewhere for a terminal: control characters, which could move its cursor or change its title, and marks
 * that turn the direction of what follows are shown as escapes.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, (char) => {
    const code = char.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** Scripts whose characters take two columns (Unicode TR 11, the wide ones that URLs and messages have). */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that a text takes; it has no control characters. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += wide.test(char) ? 2 : /\p{Mn}/u.test(char) ? 0 : 1;
  return columns;
}

/** Cuts the middle out, since a URL is told apart by its beginning and its end. */
export function shortened(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  if (columns <= 1) return '…'.slice(0, Math.max(0, columns));
  // By code point: half of a character outside the basic plane is no character.
  const chars = Array.from(text);
  const tail = Math.floor((columns - 1) / 2);
  const head = fitting(chars, columns - 1 - tail);
  return `${head.join('')}…${fitting(chars.toReversed(), tail).toReversed().join('')}`;
}

/** As many of the first characters as fit. */
function fitting(chars: readonly string[], columns: number): string[] {
  let used = 0;
  const end = chars.findIndex((char) => (used += columnsOf(char)) > columns);
  return chars.slice(0, end === -1 ? chars.length : end);
}

export function padded(text: string, columns: number, side: 'left' | 'right' = 'right'): string {
  const space = ' '.repeat(Math.max(0, columns - columnsOf(text)));
  return side === 'right' ? text + space : space + text;
}

/** Words to lines of at most so many columns; a longer word has a line of its own. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
