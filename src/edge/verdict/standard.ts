import { parseList, Token } from 'structured-headers';
import { joined } from '../headers.ts';
import { directivesOf } from './directives.ts';
import { has, quoted, type Facts } from './facts.ts';
import { explicitLifetime, leadingDigits, type Reading } from './freshness.ts';
import { anyVary, forbiddenByControl, freshFor, unsure, variesByAll, type Storable } from './storable.ts';
import type { Word } from './word.ts';

const reading: Reading = { duplicates: 'first', seconds: ({ value }) => leadingDigits(value), badExpires: 'past' };

/** RFC 9211: the last member is the cache nearest to us. A header that is no such list counts as absent. */
export function standardWord({ headers }: Facts): Word | undefined {
  const text = joined(headers, 'cache-status');
  if (text === undefined || text.length > maxLength) return undefined;
  let parameters: Map<string, unknown> | undefined;
  try {
    parameters = parseList(text).at(-1)?.[1];
  } catch {
    return undefined;
  }
  if (parameters === undefined) return undefined;
  const said = `Cache-Status: ${text.split(',').at(-1)?.trim().slice(0, 120) ?? ''}`;
  const ttl = parameters.get('ttl');
  if (parameters.get('hit') === true) return { is: typeof ttl === 'number' && ttl < 0 ? 'stale' : 'hit', said };
  const forward = parameters.get('fwd');
  if (typeof parameters.get('stored') === 'boolean') return { is: parameters.get('stored') === true ? 'stored' : 'not-stored', said };
  if (!(forward instanceof Token)) return undefined;
  return { is: forward.toString() === 'bypass' ? 'bypass' : 'miss', said };
}

const maxLength = 4096;

/** Statuses that all four caches store if there is a time. */
const stored: ReadonlySet<number> = new Set([200, 203, 300, 301, 302, 307, 410]);

/** RFC 9111 where the four caches agree; `unsure` where they don't, since it may be any of them or another. */
export function standardStorable(facts: Facts): Storable {
  const { status, headers, request } = facts;
  for (const [name, spelled] of targeted) if (has(facts, name)) return unsure('surrogate-control', `${quoted(facts, name, spelled)}: not every cache goes by it, and which one this is is not known`);
  const control = forbiddenByControl(facts);
  if (control !== undefined) return control;
  if (variesByAll(facts)) return anyVary(facts);
  const lifetime = explicitLifetime(facts, reading);
  if (lifetime !== undefined) {
    const isFresh = freshFor(facts, lifetime);
    if (isFresh.is === 'refused') return isFresh;
  }
  if (has(facts, 'set-cookie')) return unsure('set-cookie', 'Set-Cookie: some caches store such a response and some do not');
  for (const name of ['authorization', 'cookie', 'range'] as const)
    if (request[name] !== undefined) return unsure(name === 'range' ? 'request' : name, `the request has ${name}: some caches store the response and some do not`);
  if (has(facts, 'pragma')) return unsure('other-header', `${quoted(facts, 'pragma', 'Pragma')}: some caches go by it and some do not`);
  if (!stored.has(status)) return unsure('status', `not every cache stores a response with status ${status}`);
  const written = directivesOf(headers).filter(({ name }) => /^(s-maxage|max-age)$/i.test(name));
  const isPlain = written.every(({ name, value, isQuoted, isSpaced }) => !isQuoted && !isSpaced && name === name.toLowerCase() && /^\d+$/.test(value ?? ''));
  if (!isPlain || new Set(written.map(({ name }) => name)).size < written.length)
    return unsure('stale', `${quoted(facts, 'cache-control', 'Cache-Control')}: caches read this differently`);
  if (lifetime === undefined) return unsure('no-freshness', 'the response has neither max-age nor Expires: some caches store it and some do not');
  return freshFor(facts, lifetime);
}

const targeted = [
  ['cdn-cache-control', 'CDN-Cache-Control'],
  ['surrogate-control', 'Surrogate-Control'],
] as const;
