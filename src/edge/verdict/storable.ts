import { tokens, type Facts } from './facts.ts';
import { named } from './directives.ts';
import type { Lifetime } from './freshness.ts';
import { ageS, quoted } from './facts.ts';

/**
 * What decides, where it is not the cache's own word. In `docs/truth.md` and for counting; the sentence beside it
 * names the header.
 */
export type Rule =
  | 'no-store'
  | 'private'
  | 'no-cache'
  | 'stale'
  | 'no-freshness'
  | 'set-cookie'
  | 'vary'
  | 'authorization'
  | 'cookie'
  | 'request'
  | 'status'
  | 'surrogate-control'
  | 'other-header';

/** Whether a cache may store a response and use it without asking the origin, by the rules that it follows. */
export type Storable =
  | { readonly is: 'stored'; readonly because: string }
  | { readonly is: 'refused' | 'unsure'; readonly because: string; readonly rule: Rule };

export function refused(rule: Rule, because: string): Storable {
  return { is: 'refused', rule, because };
}

export function unsure(rule: Rule, because: string): Storable {
  return { is: 'unsure', rule, because };
}

/** no-store, private, no-cache, in whatever case and with whatever value: no cache of ours reads the fields in `private="…"`. */
export function forbiddenByControl(facts: Facts): Storable | undefined {
  const directives = facts.directives;
  for (const rule of ['no-store', 'private', 'no-cache'] as const) {
    if (named(directives, rule).length === 0) continue;
    const meaning = rule === 'no-cache' ? 'the origin must be asked before each use' : 'it may not be stored';
    return refused(rule, `${quoted(facts, 'cache-control', 'Cache-Control')}: ${meaning}`);
  }
  return undefined;
}

/** By what is left of its lifetime. */
export function freshFor(facts: Facts, { seconds, source }: Lifetime): Storable {
  const age = ageS(facts);
  if (seconds <= 0) return refused('stale', `${source}: it is expired as it comes, so the origin is asked each time`);
  if (age >= seconds) return refused('stale', `Age: ${age} with ${source}: it is expired as it comes, so the origin is asked each time`);
  return { is: 'stored', because: `${source} lets it be stored` };
}

export function variesByAll({ headers }: Facts): boolean {
  return tokens(headers, 'vary').includes('*');
}

export function anyVary(facts: Facts): Storable {
  return refused('vary', `${quoted(facts, 'vary', 'Vary')}: no stored copy fits any request`);
}
