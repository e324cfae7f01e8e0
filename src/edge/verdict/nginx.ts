import { linesOf, quoted, tokens, type Facts } from './facts.ts';
import { expiresLifetime, type Lifetime } from './freshness.ts';
import { freshFor, refused, unsure, type Storable } from './storable.ts';
import { lastWord, type Word } from './word.ts';

/** What `$upstream_cache_status` says. Only HIT comes from a fresh copy. */
export function nginxWord({ headers }: Facts): Word | undefined {
  const value = lastWord(headers, 'x-cache-status');
  if (value === undefined) return undefined;
  const said = `X-Cache-Status: ${value}`;
  switch (value.toUpperCase()) {
    case 'HIT':
      return { is: 'hit', said };
    case 'STALE':
    case 'UPDATING':
      return { is: 'stale', said };
    case 'BYPASS':
      return { is: 'bypass', said };
    case 'MISS':
    case 'EXPIRED':
    case 'REVALIDATED':
      return { is: 'miss', said };
    default:
      return undefined;
  }
}

/**
 * As ngx_http_upstream.c reads it: Cache-Control by looking for words anywhere in a line, any status if there is a
 * time, no eye for Authorization, Cookie, Pragma or Age. A time comes of the response or of proxy_cache_valid, which we can't see.
 */
export function nginxStorable(facts: Facts): Storable {
  const { headers } = facts;
  if (headers['set-cookie'] !== undefined) return refused('set-cookie', 'Set-Cookie: nginx does not store a response that sets a cookie');
  if (linesOf(headers, 'vary').some((line) => line.trim() === '*')) return refused('vary', 'Vary: *: no stored copy fits any request');
  let seconds: number | undefined;
  for (const line of linesOf(headers, 'cache-control')) {
    const lower = line.toLowerCase();
    const word = (['no-store', 'private', 'no-cache'] as const).find((each) => lower.includes(each));
    if (word !== undefined)
      return refused(word, `${quoted(facts, 'cache-control', 'Cache-Control')}: nginx does not store what has ${word} in it`);
    const text = /s-maxage=([^,; ]*)/.exec(lower)?.[1] ?? /max-age=([^,; ]*)/.exec(lower)?.[1];
    if (text === undefined) continue;
    if (!/^\d+$/.test(text))
      return refused(
        'stale',
        `${quoted(facts, 'cache-control', 'Cache-Control')}: nginx can't read this number of seconds, and stores nothing`,
      );
    seconds = Number(text);
    if (seconds === 0) return refused('stale', `${quoted(facts, 'cache-control', 'Cache-Control')}: it is expired as it comes`);
  }
  const expires = expiresLifetime(facts, 'past');
  if (seconds !== undefined) {
    if (expires !== undefined && expires.seconds <= 0 && stands(headers, 'expires', 'cache-control'))
      return unsure('stale', `${expires.source} before Cache-Control: nginx up to 1.22 goes by the first, later ones by Cache-Control`);
    return ifVaryAllows(facts, { is: 'stored', because: `${quoted(facts, 'cache-control', 'Cache-Control')} lets it be stored` });
  }
  // Age does not count: nginx takes the time from when it got the response.
  if (expires !== undefined) return ifVaryAllows(facts, freshFor(facts.withoutAge(), expires));
  return unsure('no-freshness', 'the response has neither max-age nor Expires: nginx stores it only if proxy_cache_valid gives it a time');
}

/** By Cache-Control, which goes before Expires; undefined: by Expires, or by proxy_cache_valid, which we can't see. */
export function nginxMaxAge({ headers }: Facts): Lifetime | undefined {
  let lifetime: Lifetime | undefined;
  for (const line of linesOf(headers, 'cache-control')) {
    const [source, text] = /s-maxage=([^,; ]*)/i.exec(line) ?? /max-age=([^,; ]*)/i.exec(line) ?? [];
    if (source !== undefined && /^\d+$/.test(text ?? '')) lifetime = { seconds: Number(text), source: `Cache-Control: ${source}` };
  }
  return lifetime;
}

/** By itself nginx stores by Vary; as examples/edges sets it up, so that a purge reaches all variants, by Accept-Encoding only. */
function ifVaryAllows(facts: Facts, storable: Storable): Storable {
  const others = tokens(facts.headers, 'vary').filter((name) => name !== 'accept-encoding');
  if (others.length === 0 || storable.is !== 'stored') return storable;
  return unsure(
    'vary',
    `${quoted(facts, 'vary', 'Vary')}: whether nginx stores it depends on its configuration; examples/edges/nginx.conf does for Accept-Encoding only`,
  );
}

/** Whether one header came before another; response headers keep the order that they came in. */
function stands(headers: Facts['headers'], first: string, second: string): boolean {
  const names = Object.keys(headers);
  return names.indexOf(first) < names.indexOf(second);
}
