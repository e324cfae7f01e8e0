const asBuilt = 'it goes by only-if-cached as it comes: take onlyIfCached: false out of forewarm.yaml';

const lines = {
  nginx:
    'give nginx the lines for only-if-cached of examples/edges/nginx.conf (`upstream nowhere`, its server, `map $http_cache_control`), and forewarm.yaml onlyIfCached: true',
  varnish:
    'give its VCL the lines for only-if-cached of examples/edges/varnish.vcl (vcl_recv, vcl_miss, vcl_pass), and forewarm.yaml onlyIfCached: true',
  trafficserver: asBuilt,
  squid: asBuilt,
  auto: 'have it answer 504 to only-if-cached for what it has not stored (examples/edges shows how), and write onlyIfCached: true and cache: … in forewarm.yaml',
} as const;

/** Why a node is not asked a second time, and what would change that. */
export function howToAsk(cache: keyof typeof lines): string {
  return `this node can't be asked what it has without making it fetch; to change that, ${lines[cache]}`;
}

/** A stored copy that has expired is one that Traffic Server asks its origin for, only-if-cached or not. */
export const asksForExpired = 'Traffic Server is not asked for what may have expired: it would ask the origin';

export const asksPerSlice = 'this node stores slices, and a probe would tell of the first one only';

/** The same for looking at any object: of Traffic Server's copies it may not be known whether they have expired. */
export const howToAskForExpired = `${asksForExpired}; to change that, give it the lines of examples/edges/trafficserver/only-if-cached.conf`;
