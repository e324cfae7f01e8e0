import { ExactNumber, type JsonValue, type Params } from './json.ts';

/**
 * The text whose SHA-1 (of its UTF-8, lower-case hex) is the Signature: every parameter but `Signature`, sorted
 * by name, names and values one after the other, nothing escaped, then the private key (ucdn-api.md, "Signature").
 */
export function stringToSign(params: Params, privateKey: string): string {
  let signed = '';
  for (const name of sorted([...params.keys()])) {
    if (name !== 'Signature') signed += name + textOf(params.get(name) ?? null);
  }
  return signed + privateKey;
}

/** The same text in its parts: each parameter's name and value as they stand in it, in their order; the private key follows. */
export function partsToSign(params: Params): readonly (readonly [name: string, value: string])[] {
  return sorted([...params.keys()])
    .filter((name) => name !== 'Signature')
    .map((name) => [name, textOf(params.get(name) ?? null)] as const);
}

function textOf(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return value.map((element: JsonValue) => textOf(element)).join('');
  const fields = new Map(Object.entries(value));
  return sorted([...fields.keys()])
    .map((name) => name + textOf(fields.get(name) ?? null))
    .join('');
}

/** By code point. JavaScript sorts by UTF-16 unit, which differs only where a name has a surrogate. */
function sorted(names: string[]): string[] {
  names.sort();
  return names.some((name) => /[\ud800-\udfff]/.test(name)) ? names.sort(byCodePoint) : names;
}

function byCodePoint(left: string, right: string): number {
  const end = Math.min(left.length, right.length);
  for (let at = 0; at < end; at += 1) {
    const difference = rank(left.charCodeAt(at)) - rank(right.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Puts the surrogates (which stand for characters from U+10000) behind U+E000 … U+FFFF. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
