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

/** The directives of a Cache-Control header, in order, all of its lines together. */
export function directivesOf(headers: EdgeHeaders): Directive[] {
  const text = (joined(headers, 'cache-control') ?? '').slice(0, maxLength);
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
