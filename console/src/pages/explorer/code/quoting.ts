const unseen = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A string in double quotes as Python and Go read it: theirs are JSON's escapes. What can't be seen is escaped as well. */
export function doubleQuoted(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll(unseen, (character) => `\\U${codePointOf(character).padStart(8, '0')}`);
}

/** A string in single quotes as JavaScript reads it. */
export function singleQuoted(text: string): string {
  const inner = JSON.stringify(text.toWellFormed())
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll("'", String.raw`\'`)
    .replaceAll(unseen, (character) => `\\u{${codePointOf(character)}}`);
  return `'${inner}'`;
}

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

/**
 * A string of ASCII only as Java reads it, whatever encoding its compiler takes the file for. Control characters are
 * octal: Java reads \u escapes before anything else, and \u000a would end the line.
 */
export function javaQuoted(text: string): string {
  const escaped = text.replaceAll(/["\\]|[^ -~]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return named[unit] ?? (code < 0x80 ? `\\${code.toString(8).padStart(3, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`);
  });
  return `"${escaped}"`;
}

function codePointOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
