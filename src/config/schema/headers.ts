import { z } from 'zod';
import { leaf, matching } from './leaf.ts';

export type Headers = Readonly<Record<string, string>>;

/** RFC 9110, 5.6.2 */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** RFC 9110, 5.5: visible characters, space and tab inside, octets above ASCII. */
const fieldValue = /^[\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/;

/** These say how one connection carries one message (RFC 9110, 7.6.1), or which object is meant: the engine's business. */
const ours = [
  'host',
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** With one of these a cache would be asked for less than the object. */
const partial = ['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-range'];

/** The name of a header that carries something to a node. */
export function headerName() {
  return leaf('the name of a header, such as X-Ban-Re', matching(new RegExp(`^(?!(?:${ours.join('|')})$)${token.source.slice(1)}`, 'i')));
}

/** Request headers for a node. Values may be tokens, so no message shows them. */
export function nodeHeaders() {
  return headers(ours).meta({ secret: true });
}

/** Request headers that make a variant. */
export function variantHeaders() {
  return headers([...ours, ...partial]);
}

function headers(refused: readonly string[]) {
  const accepts = 'a map of header names and values';
  return z
    .unknown()
    .transform((value, context): Headers => {
      const complain = (name: string | undefined, detail: string | undefined, message: string): void => {
        context.issues.push({ code: 'custom', input: value, message, params: { detail }, path: name === undefined ? [] : [name] });
      };
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        complain(undefined, undefined, accepts);
        return z.NEVER;
      }
      const seen = new Set<string>();
      const entries = Object.entries(value).map(([name, text]: [string, unknown]): [string, string] => {
        const lower = name.toLowerCase();
        if (!token.test(name)) complain(name, 'is no header name', 'letters, digits and -');
        else if (refused.includes(lower))
          complain(name, 'is a header that forewarm sets itself or that would ask for less than the object', 'any other header');
        else if (seen.has(lower)) complain(name, 'stands here a second time (case does not count)', 'each header once');
        else if (typeof text !== 'string') complain(name, text === null ? 'is empty' : 'is not text; put it in quotes', 'a header value');
        else if (!fieldValue.test(text)) complain(name, 'is no header value', 'visible characters, with spaces only inside');
        seen.add(lower);
        return [name, String(text)];
      });
      return Object.fromEntries(entries);
    })
    .meta({ accepts });
}
