import type { EdgeHeaders } from '../headers.ts';
import { tokens } from './facts.ts';

/**
 * Headers that a response varies by and that no variant sets: with other values of them visitors get objects that
 * nobody warmed. In lower case; `*` is no header.
 */
export function unsetVary(headers: EdgeHeaders, variants: readonly Readonly<Record<string, string>>[]): readonly string[] {
  if (headers['vary'] === undefined) return none;
  const set = new Set(variants.flatMap((variant) => Object.keys(variant).map((name) => name.toLowerCase())));
  return [...new Set(tokens(headers, 'vary'))].filter((name) => name !== '*' && !set.has(name));
}

/** For each response of each fetch. */
const none: readonly string[] = [];
