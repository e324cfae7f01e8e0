import type { Variant } from '../../tasks/plan.ts';

/**
 * Headers that a stored copy varies by and that no variant sets, in lower case: with other values of them visitors get
 * objects that nobody warmed. `vary` is the Vary of the copy; `*` is no header.
 */
export function unwarmedBy(vary: string | undefined, variants: readonly Variant[]): readonly string[] {
  if (vary === undefined) return [];
  const set = new Set(variants.flatMap((variant) => Object.keys(variant).map((name) => name.toLowerCase())));
  const named = vary.split(',').map((name) => name.trim().toLowerCase());
  return [...new Set(named)].filter((name) => name !== '' && name !== '*' && !set.has(name));
}
