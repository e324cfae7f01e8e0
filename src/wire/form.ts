import { badParam } from './apierror.ts';
import type { Params } from './json.ts';
import { maxParams } from './limits.ts';

/**
 * Reads `a=1&b=2` (application/x-www-form-urlencoded, WHATWG URL §5.1), but strictly: broken percent-escapes,
 * escapes that are not UTF-8 and a name given twice are refused, since no two readers agree on what they mean.
 * `whole` names the text in a Message.
 */
export function decodeForm(text: string, whole: string): Params {
  const params = new Map<string, string>();
  for (let start = 0; start <= text.length;) {
    const end = endOf(text, start);
    if (end > start) addPair(params, text.slice(start, end), whole);
    if (params.size > maxParams) throw badParam(whole, `more than ${maxParams} parameters`, `at most ${maxParams} parameters`);
    start = end + 1;
  }
  return params;
}

function endOf(text: string, start: number): number {
  const end = text.indexOf('&', start);
  return end === -1 ? text.length : end;
}

function addPair(params: Map<string, string>, pair: string, whole: string): void {
  const equals = pair.indexOf('=');
  const name = unescaped(equals === -1 ? pair : pair.slice(0, equals), whole);
  const value = equals === -1 ? '' : unescaped(pair.slice(equals + 1), name);
  if (params.has(name)) throw badParam(name, 'the same name twice', 'each name once (a list as NAME.0, NAME.1 …)');
  params.set(name, value);
}

/** `blamed` names the parameter in a Message. */
function unescaped(piece: string, blamed: string): string {
  const spaced = piece.includes('+') ? piece.replaceAll('+', ' ') : piece;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    const isBroken = /%(?![0-9a-f]{2})/i.test(spaced);
    const came = isBroken ? 'a % without two hex digits behind it' : 'percent-escapes that are not UTF-8';
    throw badParam(blamed, came, 'percent-encoded UTF-8 (a % itself as %25)');
  }
}
