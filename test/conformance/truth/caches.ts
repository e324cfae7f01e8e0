import { startEdge, type EdgeOptions, type LabEdge } from '../../../lab/edge.ts';
import { startNginxEdge } from '../../../lab/nginx-edge.ts';
import { nginxCommand } from '../../../lab/nginx.ts';
import type { ServerName } from '../../../lab/programs.ts';
import type { Place } from '../../../lab/server.ts';
import { startSquid } from '../../../lab/squid.ts';
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

/** The four caches as examples/edges sets them up, and nginx as many have it. */
export const columns: readonly Column[] = [
  { title: 'nginx', server: 'nginx', start: startNginxEdge },
  {
    title: 'nginx, `proxy_cache_valid`',
    server: 'nginx',
    start: (options) => startStockNginx(options, ['proxy_cache_valid 200 301 302 10m;', 'proxy_cache_valid 404 1m;']),
  },
  {
    title: 'nginx, `slice`',
    server: 'nginx',
    sliceBytes,
    start: (options) =>
      startStockNginx(options, [
        `slice ${sliceBytes};`,
        'proxy_set_header Range $slice_range;',
        'proxy_cache_key $scheme$http_host$request_uri$slice_range;',
        'proxy_cache_valid 200 206 10m;',
      ]),
  },
  { title: 'Varnish', server: 'varnish', start: startVarnish },
  { title: 'Varnish, hit-for-miss', server: 'varnish', start: startVarnish, hasForbiddenBefore: true },
  { title: 'Traffic Server', server: 'trafficserver', start: startTrafficServer },
  { title: 'Squid', server: 'squid', start: startSquid },
];

/** nginx as its manual shows it, without what examples/edges/nginx.conf does about Vary. */
function startStockNginx({ upstream }: EdgeOptions, lines: readonly string[]): Promise<LabEdge> {
  return startEdge({
    name: 'nginx',
    cache: 'nginx',
    hitHeader: 'x-cache-status',
    hitPattern: /^HIT$/,
    cacheFolders: ['cache'],
    prepare: (place) => nginxCommand(place, stockConfiguration(place, upstream, lines)),
  });
}

function stockConfiguration({ folder, port }: Place, upstream: number, lines: readonly string[]): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`);
  return `
    pid ${folder}/nginx.pid;
    error_log ${folder}/error.log;
    events {}
    http {
      access_log off;
      ${temporary.join(' ')}
      proxy_cache_path ${folder}/cache keys_zone=edge:8m;
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass http://127.0.0.1:${upstream};
          proxy_set_header Host $http_host;
          proxy_cache edge;
          add_header X-Cache-Status $upstream_cache_status always;
          ${lines.join('\n          ')}
        }
      }
    }
  `;
}
