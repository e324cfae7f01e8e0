import type { Variant } from './plan.ts';
import type { UrlFault } from './host.ts';

/**
 * Request headers that a submit may set: those by which origins choose among representations of one URL and which say so in
 * Vary. Nothing that tells who asks (Cookie, Authorization: a private body would be stored for all), nothing that asks for less
 * than the object (Range, If-…), and no X-…: what nodes and origins do upon those is not known, and is seldom in a cache's key.
 */
export const safeHeaders = ['Accept', 'Accept-Encoding', 'Accept-Language', 'Origin', 'Referer'] as const;

export type RequestHeader = { readonly name: (typeof safeHeaders)[number]; readonly value: string };

const maxValueChars = 1024;
/** RFC 9110, 5.5, ASCII only: visible characters, with space and tab inside. */
const fieldValue = /^[!-~](?:[\t -~]*[!-~])?$/;

/** `Name: value`, the name in any case. */
export function parseRequestHeader(text: string): RequestHeader | UrlFault {
  const colon = text.indexOf(':');
  if (colon === -1) return { what: 'without a colon', accepted: 'a header as Name: value' };
  const written = text.slice(0, colon).trim().toLowerCase();
  const name = safeHeaders.find((safe) => safe.toLowerCase() === written);
  if (name === undefined) return { what: 'whose name is not one that may be set', accepted: `one of ${safeHeaders.join(', ')}` };
  const value = text.slice(colon + 1).trim();
  if (value.length > maxValueChars || !fieldValue.test(value)) {
    return { what: 'whose value is no header value', accepted: `1 to ${maxValueChars} visible ASCII characters, with spaces only inside` };
  }
  return { name, value };
}

/** Each variant with these headers, which win over its own; those that become the same count once. */
export function withHeaders(variants: readonly Variant[], headers: readonly RequestHeader[]): Variant[] {
  const set = new Set<string>(headers.map(({ name }) => name.toLowerCase()));
  const added = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
  return distinct(
    variants.map((variant) => ({
      ...Object.fromEntries(Object.entries(variant).filter(([name]) => !set.has(name.toLowerCase()))),
      ...added,
    })),
  );
}

/** Those that differ, in their order. */
export function distinct(variants: readonly Variant[]): Variant[] {
  const byText = new Map<string, Variant>();
  for (const variant of variants) {
    const text = JSON.stringify(Object.entries(variant).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    if (!byText.has(text)) byText.set(text, variant);
  }
  return [...byText.values()];
}
