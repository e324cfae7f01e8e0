import { joined } from '../headers.ts';
import { named } from './directives.ts';
import { quoted, type Facts } from './facts.ts';
import { explicitLifetime, leadingDigits, type Lifetime, type Reading } from './freshness.ts';
import { anyVary, forbiddenByControl, freshFor, refused, variesByAll, type Storable } from './storable.ts';
import { lastWord, type Word } from './word.ts';

const reading: Reading = { duplicates: 'last', seconds: ({ value }) => leadingDigits(value), badExpires: 'past' };

/** Stored without a time of their own. */
const byDefault: ReadonlySet<number> = new Set([301, 410]);

/** The cache, server and write codes of Via, from insert_response_via_str 2 on: `[cMsSfW]`. */
const codes = /\[(?:[^\]]*?)c(.)s(.)f(.)/;

/**
 * Via before X-Cache: what header_rewrite puts there says hit-fresh of a request with Authorization that the
 * origin answered. Via tells what was written, too. Only the last Via counts, the nearest cache's.
 */
export function trafficserverWord({ headers }: Facts): Word | undefined {
  const via = joined(headers, 'via')?.slice(-500);
  const nearest =
    via
      ?.split(/,(?![^(]*\))/)
      .at(-1)
      ?.trim() ?? '';
  const [all, cache, server, write] = codes.exec(nearest) ?? [];
  if (all !== undefined) {
    const said = `Via: ${nearest.slice(nearest.indexOf('['))}`.replace(/\)$/, '');
    if ((cache === 'H' || cache === 'R') && server === ' ') return { is: 'hit', said };
    if (cache === 'W' && server === ' ') return { is: 'joined', said };
    if (cache === 'S' && server === ' ') return { is: 'stale', said };
    return { is: write === ' ' && cache !== 'S' ? 'not-stored' : 'stored', said };
  }
  const word = lastWord(headers, 'x-cache');
  if (word === undefined || !/^(hit-fresh|hit-stale|miss|none|bypass|skipped)$/i.test(word)) return undefined;
  // hit-fresh is no proof here, see above.
  return { is: word.toLowerCase() === 'hit-stale' ? 'stale' : 'miss', said: `X-Cache: ${word}` };
}

export function trafficserverLifetime(facts: Facts): Lifetime | undefined {
  return explicitLifetime(facts, reading);
}

/** As proxy/http/HttpTransact.cc reads it, with `http.cache.required_headers` 2: without a time, nothing is stored. */
export function trafficserverStorable(facts: Facts): Storable {
  const { status, headers, request } = facts;
  const control = forbiddenByControl(facts);
  if (control !== undefined) return control;
  if (/no-cache/i.test(joined(headers, 'pragma') ?? ''))
    return refused('other-header', 'Pragma: no-cache: Traffic Server does not store it, whatever Cache-Control says');
  if (headers['www-authenticate'] !== undefined) return refused('other-header', 'WWW-Authenticate: Traffic Server does not store it');
  if (variesByAll(facts)) return anyVary(facts);
  if (request['range'] !== undefined) return refused('request', 'the request has Range: Traffic Server passes it on and stores nothing');
  if (status === 206 || status === 304 || status < 200)
    return refused('status', `Traffic Server does not store a response with status ${status}`);
  if (request['authorization'] !== undefined && named(facts.directives, 'public').length === 0)
    return refused(
      'authorization',
      `the request has Authorization, and ${quoted(facts, 'cache-control', 'Cache-Control')} has no public: each such request goes to the origin`,
    );
  const lifetime = explicitLifetime(facts, reading);
  if (lifetime !== undefined) return freshFor(facts, lifetime);
  if (byDefault.has(status)) return { is: 'stored', because: `Traffic Server stores a ${status} without a time of its own` };
  return refused('no-freshness', 'the response has neither max-age nor Expires: Traffic Server does not store it');
}
