import { joined } from '../headers.ts';
import { httpDateMs } from './dates.ts';
import type { Facts } from './facts.ts';
import { explicitLifetime, leadingDigits, type Lifetime, type Reading } from './freshness.ts';
import { anyVary, forbiddenByControl, freshFor, refused, unsure, variesByAll, type Storable } from './storable.ts';
import { lastWord, type Word } from './word.ts';

const reading: Reading = {
  duplicates: 'first',
  isCaseSensitive: true,
  seconds: ({ value, isQuoted, isSpaced }) => (isQuoted || isSpaced ? 0 : leadingDigits(value)),
  badExpires: 'past',
};

/** Stored as long as a visitor may use them; others are kept for negative_ttl, 0 by default. */
const stored: ReadonlySet<number> = new Set([200, 203, 300, 301, 302, 303, 307, 308, 410]);
/** What may be guessed to be fresh by its Last-Modified. */
const guessed: ReadonlySet<number> = new Set([200, 203, 300, 301, 308, 410]);

/** `HIT from NAME`, also when the origin was asked and said 304: the rules must bear it out. */
export function squidWord({ headers }: Facts): Word | undefined {
  const word = lastWord(headers, 'x-cache');
  const [, is] = /^(HIT|MISS|NONE) from \S+$/i.exec(word ?? '') ?? [];
  if (word === undefined || is === undefined) return undefined;
  return { is: is.toUpperCase() === 'HIT' ? 'hit' : 'miss', said: `X-Cache: ${word}` };
}

export function squidLifetime(facts: Facts): Lifetime | undefined {
  return explicitLifetime(facts, reading) ?? (guessed.has(facts.status) ? heuristic(facts) : undefined);
}

/** As src/http.cc (reusableReply) and src/refresh.cc read it, with the default refresh_pattern. */
export function squidStorable(facts: Facts): Storable {
  const { status, headers, request } = facts;
  const control = forbiddenByControl(facts);
  if (control !== undefined) return control;
  if (variesByAll(facts)) return anyVary(facts);
  if (request['range'] !== undefined) return refused('request', 'the request has Range: Squid passes it on and stores nothing');
  const asks = [request['cache-control'], request['pragma']].find((text) => /no-store|no-cache|max-age=0/i.test(text ?? ''));
  if (asks !== undefined) return refused('request', `the request says ${asks.slice(0, 40)}: Squid asks the origin`);
  const directives = facts.directives;
  const allowsShared = directives.some(({ name }) => name === 'public' || name === 's-maxage' || name === 'must-revalidate');
  if (request['authorization'] !== undefined && !allowsShared)
    return refused(
      'authorization',
      'the request has Authorization, and Cache-Control has none of public, s-maxage, must-revalidate: Squid does not store it',
    );
  if (/^multipart\/x-mixed-replace/i.test(joined(headers, 'content-type') ?? ''))
    return refused('other-header', 'Content-Type: multipart/x-mixed-replace: Squid does not store it');
  if (joined(headers, 'content-length') === '0') return refused('other-header', 'Content-Length: 0: Squid does not store an empty body');
  if (!stored.has(status)) return refused('status', `Squid does not store a response with status ${status}`);
  const lifetime = explicitLifetime(facts, reading);
  if (lifetime !== undefined) return ifClockAllows(facts, lifetime);
  if (/no-cache/i.test(joined(headers, 'pragma') ?? ''))
    return refused('other-header', 'Pragma: no-cache without max-age: Squid asks the origin before each use');
  const guess = guessed.has(status) ? heuristic(facts) : undefined;
  if (guess !== undefined) return freshFor(facts, guess);
  return refused('no-freshness', 'the response has no max-age, Expires or Last-Modified: Squid asks the origin before each use');
}

/** Squid counts from Date, if it is older than Age says (RFC 9111, 4.2.3). Our clock may be the wrong one: no verdict of that. */
function ifClockAllows(facts: Facts, lifetime: Lifetime): Storable {
  const storable = freshFor(facts, lifetime);
  const dateMs = httpDateMs(joined(facts.headers, 'date'));
  if (storable.is !== 'stored' || (dateMs !== undefined && facts.nowMs - dateMs < lifetime.seconds * 1000)) return storable;
  return unsure(
    'stale',
    `Date: ${joined(facts.headers, 'date')?.slice(0, 40) ?? 'none'}: by it Squid may take the response for older than ${lifetime.source} allows`,
  );
}

/** `refresh_pattern . 0 20% 4320`: a fifth of the time that it has not changed, three days at most. */
function heuristic({ headers }: Facts): Lifetime | undefined {
  const changedMs = httpDateMs(joined(headers, 'last-modified'));
  const dateMs = httpDateMs(joined(headers, 'date'));
  if (changedMs === undefined || dateMs === undefined) return undefined;
  const seconds = Math.floor(Math.min(4320 * 60, ((dateMs - changedMs) / 1000) * 0.2));
  return { seconds, source: 'a fifth of the time since Last-Modified' };
}
