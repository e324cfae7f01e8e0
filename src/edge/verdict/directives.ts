import { joined, type EdgeHeaders } from '../headers.ts';

/** One Cache-Control directive as it was written. */
export type Directive = {
  /** Its case is kept: Squid knows lower case only. */
  readonly name: string;
  readonly value: string | undefined;
  /** In quotes, or with spaces around its `=`: caches read that differently. */
  readonly isQuoted: boolean;
  readonly isSpaced: boolean;
};

/** A header of megabytes must not keep us busy. */
const maxLength = 4096;

/** An origin says the same of most of its objects, and each response of each fetch is read, so the last reading is kept. */
let last: { readonly text: string; readonly directives: readonly Directive[] } = { text: '', directives: [] };

/** The directives of a Cache-Control header, in order, all of its lines together. */
export function directivesOf(headers: EdgeHeaders): readonly Directive[] {
  const text = (joined(headers, 'cache-control') ?? '').slice(0, maxLength);
  if (text !== last.text) last = { text, directives: read(text) };
  return last.directives;
}

function read(text: string): Directive[] {
  return [...text.matchAll(directive)].map(([, name = '', equals, quotedValue, plain]) => ({
    name,
    value: quotedValue ?? plain?.trim(),
    isQuoted: quotedValue !== undefined,
    isSpaced: (equals ?? '').length > 1,
  }));
}

/** A name, then perhaps `=` and a quoted or plain value. A comma within quotes ends nothing. */
const directive = /([^\s,="]+)(?:(\s*=\s*)(?:"((?:[^"\\]|\\.)*)"|([^,"]*)))?/g;

export function named(directives: readonly Directive[], name: string): Directive[] {
  return directives.filter((each) => each.name.toLowerCase() === name);
}
