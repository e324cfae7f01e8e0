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

/**
 * nginx as examples/edges/nginx.conf sets it up: an edge, or a shield when it is the upstream of others.
 * Without the purge module the lines that need it are left out.
 */
export function startNginxEdge({ upstream }: EdgeOptions): Promise<LabEdge> {
  return startEdge({
    name: 'nginx',
    cache: 'nginx',
    hitHeader: 'x-cache-status',
    hitPattern: /^HIT$/,
    cacheFolders: ['cache'],
    async prepare(place) {
      const text = await fillTemplate('nginx.conf', { ...place, upstreamPort: upstream });
      return nginxCommand(place, nginxPurges() ? text : text.replaceAll(/^.*# purge$/gm, ''));
    },
  });
}
