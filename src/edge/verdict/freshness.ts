import { joined } from '../headers.ts';
import { httpDateMs } from './dates.ts';
import { named, type Directive } from './directives.ts';
import type { Facts } from './facts.ts';

/** For how long a response may be used, and what says so. */
export type Lifetime = {
  readonly seconds: number;
  /** `max-age=60`, `Expires`: for a sentence. */
  readonly source: string;
};

/** In what a cache reads Cache-Control in its own way. */
export type Reading = {
  /** Of a directive that is there twice. */
  readonly duplicates: 'first' | 'last';
  /** Names in capitals are no names. */
  readonly isCaseSensitive?: true;
  /** A number of seconds out of what was written; undefined: as if the directive was not there. */
  readonly seconds: (directive: Directive) => number | undefined;
  /** An Expires that is no date: `past` by RFC 9111, 5.3. */
  readonly badExpires: 'past' | 'ignored';
};

/** s-maxage, else max-age, else Expires less Date (RFC 9111, 4.2.1). Undefined: the response says nothing. */
export function explicitLifetime(facts: Facts, reading: Reading): Lifetime | undefined {
  const directives = facts.directives;
  for (const name of ['s-maxage', 'max-age']) {
    const known = named(directives, name).filter((each) => reading.isCaseSensitive !== true || each.name === name);
    const chosen = reading.duplicates === 'first' ? known[0] : known.at(-1);
    const seconds = chosen === undefined ? undefined : reading.seconds(chosen);
    if (seconds !== undefined) return { seconds, source: `Cache-Control: ${name}=${chosen?.value ?? ''}` };
  }
  return expiresLifetime(facts, reading.badExpires);
}

export function expiresLifetime({ headers }: Facts, badExpires: Reading['badExpires']): Lifetime | undefined {
  const text = joined(headers, 'expires');
  if (text === undefined) return undefined;
  const source = `Expires: ${text.slice(0, 40)}`;
  const expiresMs = httpDateMs(text);
  if (expiresMs === undefined) return badExpires === 'past' ? { seconds: 0, source } : undefined;
  const dateMs = httpDateMs(joined(headers, 'date'));
  // Every cache sends Date or hands on the origin's. Without it there is nothing to count from.
  return dateMs === undefined ? undefined : { seconds: Math.floor((expiresMs - dateMs) / 1000), source };
}

/** The digits that a value begins with; 0 when it begins otherwise, which RFC 9111, 4.2.1, takes as expired. */
export function leadingDigits(value: string | undefined): number {
  return Number(/^\d+/.exec(value ?? '')?.[0] ?? 0);
}
