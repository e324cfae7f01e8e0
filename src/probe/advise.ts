import { howToAsk, howToAskForExpired } from '../edge/verdict/how-to-ask.ts';
import { linesOf } from '../edge/verdict/facts.ts';
import type { Findings } from './findings.ts';

type Seen = Pick<Findings, 'cache' | 'object' | 'asking' | 'purge' | 'reach'>;

/** What would make more of this node, most useful first. */
export function advise({ cache, object, asking, purge, reach }: Seen): string[] {
  const { name } = cache;
  const { second = object.first } = object;
  return [
    reach.tls === undefined && object.first.answer.status === 400 ? 'does this port speak TLS? Then probe it as https://' : undefined,
    name === undefined && cache.signs.length === 0 && asking.onlyIfCached !== 'honoured'
      ? 'is this the address of the cache, and not of what stands before or behind it? If it is, write cache: …, so that its headers are read as it means them'
      : undefined,
    name === undefined && cache.signs.length > 0
      ? 'several caches have spoken: write cache: … for the one at this address, so that its headers are read as it means them'
      : undefined,
    second.word === undefined && name !== undefined ? sayHit[name] : undefined,
    asking.onlyIfCached === 'deaf' ? howToAsk(name ?? 'auto') : undefined,
    name === 'trafficserver' && asking.onlyIfCached === 'honoured' && !asking.mayAskForExpired ? howToAskForExpired : undefined,
    asking.onlyIfCached === 'untold' ? 'its origin answered 504 as well, or did not answer: probe again once it does' : undefined,
    purge === undefined ? untried[object.first.answer.body === 'left' ? 'large' : 'asked'] : undefined,
    purge !== undefined && purge.gone.is !== 'yes' ? purgeHint(name) : undefined,
    purge?.ban !== undefined && purge.gone.is === 'yes' && purge.ban.gone.is !== 'yes'
      ? 'for directories give its VCL the lines for BAN of examples/edges/varnish.vcl'
      : undefined,
    name === 'nginx' && purge?.gone.is !== 'yes'
      ? 'if it slices, add slice: with the size that its configuration has: no response tells'
      : undefined,
    object.varies.length > 0 ? variesHint(object) : undefined,
  ].filter((sentence) => sentence !== undefined);
}

const untried = {
  asked: 'whether it can be told to forget was not tried: --purge does, and takes this URL out of its cache for a moment',
  large: 'whether it can be told to forget was not tried, since this body would have to be fetched again: --purge --large does',
} as const;

const sayHit = {
  nginx: 'to see hits, give nginx the line: add_header X-Cache-Status $upstream_cache_status always;',
  varnish: 'to see hits, leave X-Varnish in its responses',
  trafficserver: 'to see hits, give records.config the line: CONFIG proxy.config.http.insert_response_via_str INT 2',
  squid: 'to see hits, leave X-Cache in its responses',
} as const;

const recipes = {
  nginx: 'examples/edges/nginx.conf',
  varnish: 'examples/edges/varnish.vcl',
  trafficserver: 'examples/edges/trafficserver (ip_allow.yaml)',
  squid: 'examples/edges/squid.conf (acl PURGE)',
} as const;

function purgeHint(name: keyof typeof recipes | undefined): string {
  return `to have it forget on demand, give it the lines for PURGE of ${name === undefined ? 'examples/edges' : recipes[name]}; docs/refresh.md tells of other ways`;
}

function variesHint({ first, varies }: Findings['object']): string {
  const vary = linesOf(first.answer.headers, 'vary').join(', ').slice(0, 80);
  return `Vary: ${vary}: users who send other values of ${varies.join(', ')} get other objects; give domains[].variants those that matter`;
}
