import { ExactNumber, type JsonValue } from './json.ts';

const shownCharacters = 64;

/**
 * A value as it may stand in a Message or a log line: at most 64 characters of it, quoted if it is text,
 * and nothing that a terminal or a page would obey (control and format characters, lone surrogates) unescaped.
 */
export function shown(value: JsonValue): string {
  if (typeof value === 'string') return shownText(value);
  if (value instanceof ExactNumber) return cut(value.text);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.length === 1 ? 'a list of 1 value' : `a list of ${value.length} values`;
  return 'an object';
}

/** The password of a URL, if it has one: what is shown also goes into logs. */
const password = /^([a-z]+:\/\/[^/?#@:]*:)[^@/?#]*(?=@)/i;

function shownText(came: string): string {
  if (came === '') return 'an empty value';
  const text = came.replace(password, '$1…');
  const quoted = `"${escaped(beginning(text))}"`;
  return text.length > shownCharacters ? `${quoted}… (${text.length} characters)` : quoted;
}

/** A name (of a parameter, an action, a project) as it may stand between the brackets of a Message. */
export function shownName(name: string): string {
  return text64(name);
}

function text64(text: string): string {
  return escaped(cut(text));
}

function cut(text: string): string {
  return text.length > shownCharacters ? `${beginning(text)}…` : text;
}

/** The first 64 UTF-16 units, one less where that would cut a character in two. */
function beginning(text: string): string {
  const last = text.charCodeAt(shownCharacters - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 && text.length > shownCharacters ? shownCharacters - 1 : shownCharacters);
}

function escaped(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}"\\]/gu, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
