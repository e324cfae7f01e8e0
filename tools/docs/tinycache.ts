import { body, status, type Behaviour } from '../../lab/behaviours.ts';

/** A cache, as much of one as the examples need: it keeps what it was asked for, forgets what is purged, and says what it has. */
export function tinyCache(missing: ReadonlySet<string>): Behaviour {
  const kept = new Set<string>();
  const answers = { hit: body({ headers: { 'X-Cache': 'HIT' } }), miss: body({ headers: { 'X-Cache': 'MISS' } }) };
  return (exchange) => {
    const { method, url = '', headers } = exchange.request;
    const isKept = kept.has(url);
    if (method === 'PURGE') return status(kept.delete(url) ? 200 : 404)(exchange);
    if (!isKept && headers['cache-control']?.includes('only-if-cached') === true) return status(504)(exchange);
    if (missing.has(url)) return status(404, { 'X-Cache': 'MISS' })(exchange);
    kept.add(url);
    return answers[isKept ? 'hit' : 'miss'](exchange);
  };
}
