import { existsSync } from 'node:fs';
import { startEdge, type EdgeOptions, type LabEdge } from './edge.ts';
import { nginxCommand } from './nginx.ts';
import { findServer } from './programs.ts';
import { fillTemplate } from './template.ts';

const purgeModule = '/usr/lib/nginx/modules/ngx_http_cache_purge_module.so';

/** Whether nginx edges of the lab understand PURGE: Debian's module fits Debian's nginx only. */
export function nginxPurges(): boolean {
  return findServer('nginx') === '/usr/sbin/nginx' && existsSync(purgeModule);
}

export type NginxOptions = EdgeOptions & {
  /** Which file of examples/edges; default `nginx.conf`. */
  recipe?: 'nginx.conf' | 'nginx-slice.conf';
  /** False: as on a machine without the purge module. */
  purges?: boolean;
  /** False: without the lines for only-if-cached, so that it fetches for such a request as for any other. */
  knowsOnlyIfCached?: boolean;
};

/**
 * nginx as a file in examples/edges sets it up: an edge, or a shield when it is the upstream of others.
 * Without the purge module the lines that need it are left out.
 */
export function startNginxEdge({
  upstream,
  recipe = 'nginx.conf',
  purges = nginxPurges(),
  knowsOnlyIfCached = true,
}: NginxOptions): Promise<LabEdge> {
  return startEdge({
    name: 'nginx',
    cache: 'nginx',
    hitHeader: 'x-cache-status',
    hitPattern: /^HIT$/,
    cacheFolders: ['cache'],
    async prepare(place) {
      const whole = await fillTemplate(recipe, { ...place, upstreamPort: upstream });
      const text = knowsOnlyIfCached ? whole : whole.replace('~*only-if-cached nowhere;', '');
      return nginxCommand(place, purges ? text : text.replaceAll(/^.*# purge$/gm, ''));
    },
  });
}
