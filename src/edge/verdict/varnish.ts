import { joined } from '../headers.ts';
import { ageS, quoted, type Facts } from './facts.ts';
import { explicitLifetime, leadingDigits, type Lifetime, type Reading } from './freshness.ts';
import { freshFor, refused, type Storable } from './storable.ts';
import { lastWord, type Word } from './word.ts';

/** Stored by RFC2616_Ttl with a time of its own or the default; the second kind with a time of its own only. */
const byDefault: ReadonlySet<number> = new Set([200, 203, 204, 300, 301, 304, 404, 410, 414]);
const byTime: ReadonlySet<number> = new Set([302, 307]);

const defaultTtl: Lifetime = { seconds: 120, source: 'default_ttl (120 s unless set otherwise)' };

const reading: Reading = {
  duplicates: 'first',
  seconds: ({ value, isQuoted }) => (value === undefined ? undefined : isQuoted ? 0 : leadingDigits(value)),
  badExpires: 'ignored',
};

/**
 * Two transaction ids are a hit, one is a miss. X-Cache is the VCL's, and may be a shield's; it is read where
 * X-Varnish was taken off. A hit within grace looks like any other, but for its Age.
 */
export function varnishWord(facts: Facts): Word | undefined {
  const ids = lastWord(facts.headers, 'x-varnish');
  const said = ids === undefined ? undefined : `X-Varnish: ${ids}`;
  if (ids !== undefined && said !== undefined && /^\d+( \d+)?$/.test(ids))
    return ids.includes(' ') ? hit(facts, said) : { is: 'miss', said };
  const word = lastWord(facts.headers, 'x-cache');
  if (word === undefined) return undefined;
  if (/^hit\b/i.test(word)) return hit(facts, `X-Cache: ${word}`);
  return /^miss\b/i.test(word) ? { is: 'miss', said: `X-Cache: ${word}` } : undefined;
}

/** Undefined: of such a response Varnish keeps none. */
export function varnishLifetime(facts: Facts): Lifetime | undefined {
  return explicitLifetime(facts, reading) ?? (byDefault.has(facts.status) ? defaultTtl : undefined);
}

function hit(facts: Facts, said: string): Word {
  const { seconds, source } = explicitLifetime(facts, reading) ?? defaultTtl;
  const age = ageS(facts);
  return age < seconds ? { is: 'hit', said } : { is: 'stale', said: `${said} with Age: ${age} and ${source}` };
}

/** As bin/varnishd/cache/cache_rfc2616.c and the built-in VCL read it. */
export function varnishStorable(facts: Facts): Storable {
  const { status, headers, request } = facts;
  if (request['authorization'] !== undefined)
    return refused('authorization', 'the request has Authorization: Varnish passes it on and stores nothing');
  if (request['cookie'] !== undefined) return refused('cookie', 'the request has Cookie: Varnish passes it on and stores nothing');
  if (headers['set-cookie'] !== undefined) return refused('set-cookie', 'Set-Cookie: Varnish does not store a response that sets a cookie');
  if (joined(headers, 'vary')?.trim() === '*') return refused('vary', 'Vary: *: no stored copy fits any request');
  // Where there is a Surrogate-Control, the built-in VCL looks for no-store in that alone.
  const surrogate = joined(headers, 'surrogate-control');
  if (surrogate !== undefined && /no-store/i.test(surrogate))
    return refused('surrogate-control', `${quoted(facts, 'surrogate-control', 'Surrogate-Control')}: it may not be stored`);
  const control = joined(headers, 'cache-control') ?? '';
  const word =
    surrogate === undefined
      ? (['no-store', 'private', 'no-cache'] as const).find((each) => control.toLowerCase().includes(each))
      : undefined;
  if (word !== undefined)
    return refused(word, `${quoted(facts, 'cache-control', 'Cache-Control')}: Varnish does not store what has ${word} in it`);
  if (!byDefault.has(status) && !byTime.has(status)) return refused('status', `Varnish does not store a response with status ${status}`);
  const lifetime = explicitLifetime(facts, reading);
  if (lifetime !== undefined) return freshFor(facts, lifetime);
  if (byTime.has(status)) return refused('no-freshness', `Varnish stores a ${status} only if it has max-age or Expires`);
  return freshFor(facts, defaultTtl);
}
