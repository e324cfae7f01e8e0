import { startEdge, type EdgeOptions, type LabEdge } from '../../../lab/edge.ts';
import { nginxPurges, startNginxEdge } from '../../../lab/nginx-edge.ts';
import { nginxCommand } from '../../../lab/nginx.ts';
import type { ServerName } from '../../../lab/programs.ts';
import { startSquid } from '../../../lab/squid.ts';
import { fillTemplate } from '../../../lab/template.ts';
import { startTrafficServer } from '../../../lab/trafficserver.ts';
import { startVarnish } from '../../../lab/varnish.ts';

/** A column of the table. */
export type Column = {
  readonly title: string;
  readonly server: ServerName;
  readonly start: (options: EdgeOptions) => Promise<LabEdge>;
  /** Each URL was asked for before, when its answer could not be stored: Varnish remembers that. */
  readonly hasForbiddenBefore?: true;
  readonly sliceBytes?: number;
};

const sliceBytes = 102_400;

export const columns: readonly Column[] = [
  { title: 'nginx', server: 'nginx', start: startNginxEdge },
  {
    title: 'nginx + `proxy_cache_valid`',
    server: 'nginx',
    start: (options) => startChangedNginx(options, (text) => withLines(text, ['proxy_cache_valid 200 301 302 10m;', 'proxy_cache_valid 404 1m;'])),
  },
  {
    title: 'nginx, slice',
    server: 'nginx',
    sliceBytes,
    start: (options) =>
      startChangedNginx(options, (text) =>
        withLines(text, [`slice ${sliceBytes};`, 'proxy_set_header Range $slice_range;', 'proxy_cache_valid 200 206 10m;']).replace(
          /proxy_cache_key [^;]*/,
          (key) => `${key}$slice_range`,
        ),
      ),
  },
  { title: 'Varnish', server: 'varnish', start: startVarnish },
  { title: 'Varnish, hit-for-miss', server: 'varnish', start: startVarnish, hasForbiddenBefore: true },
  { title: 'Traffic Server', server: 'trafficserver', start: startTrafficServer },
  { title: 'Squid', server: 'squid', start: startSquid },
];

/** examples/edges/nginx.conf with a change. */
function startChangedNginx({ upstream }: EdgeOptions, change: (text: string) => string): Promise<LabEdge> {
  return startEdge({
    name: 'nginx',
    cache: 'nginx',
    hitHeader: 'x-cache-status',
    hitPattern: /^HIT$/,
    cacheFolders: ['cache'],
    async prepare(place) {
      const text = change(await fillTemplate('nginx.conf', { ...place, upstreamPort: upstream }));
      return nginxCommand(place, nginxPurges() ? text : text.replaceAll(/^.*# purge$/gm, ''));
    },
  });
}

/** Lines put into the location that caches. */
function withLines(text: string, lines: readonly string[]): string {
  return text.replace(/^( *)proxy_cache edge;$/m, (line) => [line, ...lines].join('\n'));
}
