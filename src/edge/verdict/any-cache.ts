import { has, quoted, type Facts } from './facts.ts';
import { nginxStorable } from './nginx.ts';
import { squidStorable } from './squid.ts';
import { unsure, type Storable } from './storable.ts';
import { trafficserverStorable } from './trafficserver.ts';
import { varnishStorable } from './varnish.ts';

/** Headers for caches, which none of the four goes by as RFC 9213 has it, and others do. */
const targeted = [
  ['cdn-cache-control', 'CDN-Cache-Control'],
  ['surrogate-control', 'Surrogate-Control'],
] as const;

/** For a cache that does not show which one it is: what all four agree on. The first has the most neutral sentences. */
export function anyCacheStorable(facts: Facts): Storable {
  for (const [name, spelled] of targeted) {
    if (has(facts, name))
      return unsure('surrogate-control', `${quoted(facts, name, spelled)}: some caches go by it, and this one does not show which it is`);
  }
  const first = trafficserverStorable(facts);
  const others = [squidStorable(facts), varnishStorable(facts), nginxStorable(facts)];
  if (others.every(({ is }) => is === first.is)) return first;
  for (const each of [first, ...others]) {
    if (each.is !== 'stored') return unsure(each.rule, `caches differ here, and this one does not show which it is: ${each.because}`);
  }
  return first;
}
