import type { Evidence } from './evidence.ts';
import { shownSpan, shownTime } from './sentence-times.ts';

/** A cache was filled, and has it no more, though its time is not over. What evicts there, in words of its configuration. */
export function goneEarly({ touch, task, cache, nowS }: Evidence): string | undefined {
  const outcome = task?.outcome;
  if (touch === undefined) return undefined;
  if (touch.warmedAtS === undefined) return undefined;
  const agoS = nowS - touch.warmedAtS;
  const fetched = `at ${shownTime(touch.warmedAtS)}, ${shownSpan(Math.max(0, agoS))} ago (task ${touch.taskId})`;
  const hints = hintsOf(cache, { agoS, ...(outcome !== undefined && { bodyBytes: outcome.bodyBytes }) });
  if (outcome?.verdict === 'hit-proven') return `it was proven to be here ${fetched}, and is gone before its time: evicted. ${hints}`;
  if (outcome?.verdict === 'stored-likely')
    return `it was fetched ${fetched}, and is gone before its time: evicted, or never stored against what its response says. ${hints}`;
  return `it was fetched ${fetched}, and whether it was stored then is not recorded: evicted since, or never stored. ${hints}`;
}

type Facts = { readonly agoS: number; readonly bodyBytes?: number };

/** Squid's default maximum_object_size. */
const squidMaxBytes = 4 * 1024 * 1024;
/** nginx's default `inactive`. */
const nginxInactiveS = 600;

function hintsOf(cache: string, { agoS, bodyBytes = 0 }: Facts): string {
  switch (cache) {
    case 'nginx': {
      const unused = 'proxy_cache_path inactive= (10 minutes unless set) drops what nobody asks for, fresh or not';
      const rest = 'max_size= or keys_zone= too small; proxy_cache_min_uses above 1; proxy_no_cache';
      return agoS >= nginxInactiveS ? `Most likely: ${unused}. Else: ${rest}` : `See: ${rest}; ${unused}`;
    }
    case 'varnish':
      return 'See: the size of its storage (-s malloc,…), nuke_limit for a large object, a restart (malloc keeps nothing), a ban, beresp.ttl set in its VCL';
    case 'trafficserver':
      return 'See: the size in storage.config (and volume.config), proxy.config.cache.max_doc_size, a stop seconds after it was stored, http.cache rules in cache.config';
    case 'squid': {
      const size = 'maximum_object_size (4 MB unless set), maximum_object_size_in_memory (512 KB) without a cache_dir';
      const rest = 'cache_mem or cache_dir too small; a restart without a cache_dir';
      return bodyBytes > squidMaxBytes ? `Most likely too large: ${size}. Else: ${rest}` : `See: ${rest}; ${size}`;
    }
    default:
      return 'See: the size of its store, its limit for one object, a restart';
  }
}
