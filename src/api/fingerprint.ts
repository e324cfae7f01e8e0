import { hash } from 'node:crypto';
import type { Decoded } from '../wire/decode.ts';

/**
 * What makes two submits the same one sent again: key, Signature and every decoded parameter, in any order. The
 * Signature alone would not do, since it runs names and values together without separators (ucdn-api.md,
 * "The SDKs"); here each text has its length before it. A SHA-256 in hex.
 */
export function fingerprint({ params, action = '' }: Decoded): string {
  let text = sized(action);
  for (const name of [...params.keys()].sort()) {
    const value = params.get(name);
    text += sized(name) + (typeof value === 'string' ? sized(value) : `=${JSON.stringify(value)};`);
  }
  return hash('sha256', text);
}

function sized(text: string): string {
  return `${text.length}:${text}`;
}
