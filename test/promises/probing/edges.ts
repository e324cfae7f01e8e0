import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEdge, type EdgeOptions, type LabEdge } from '../../../lab/edge.ts';
import { nginxCommand } from '../../../lab/nginx.ts';
import { findServer } from '../../../lab/programs.ts';
import type { Place } from '../../../lab/server.ts';
import { certPem, keyPem } from '../../engine/pems.ts';

/** Caches as a newcomer has them: nothing in them was made for forewarm. */

/** nginx with a cache and no more, which says nothing of hit or miss. `tls`: it serves https, by the test CA. */
export function startPlainNginx({ upstream, tls = false }: EdgeOptions & { tls?: boolean }): Promise<LabEdge> {
  return startEdge({
    name: 'nginx',
    cache: 'nginx',
    hitHeader: 'x-cache-status',
    hitPattern: /^HIT$/,
    cacheFolders: ['cache'],
    async prepare(place) {
      await writeFile(join(place.folder, 'cert.pem'), certPem);
      await writeFile(join(place.folder, 'key.pem'), keyPem);
      return await nginxCommand(place, plainConfiguration(place, upstream, tls));
    },
  });
}

function plainConfiguration({ folder, port }: Place, upstream: number, tls: boolean): string {
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
        listen 127.0.0.1:${port}${tls ? ' ssl http2' : ''};
        ${tls ? `ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;` : ''}
        location / {
          proxy_pass http://127.0.0.1:${upstream};
          proxy_set_header Host $http_host;
          proxy_cache edge;
        }
      }
    }
  `;
}

/** Varnish with its built-in VCL: what it does not know it hands to the origin as it is, PURGE and BAN among it. */
export function startPlainVarnish({ upstream }: EdgeOptions): Promise<LabEdge> {
  return startEdge({
    name: 'varnish',
    cache: 'varnish',
    hitHeader: 'x-varnish',
    hitPattern: /^\d+ \d+$/,
    cacheFolders: [],
    async prepare({ folder, port }) {
      const vcl = join(folder, 'plain.vcl');
      await writeFile(vcl, `vcl 4.1;\nbackend origin { .host = "127.0.0.1"; .port = "${upstream}"; }\n`);
      return {
        command: findServer('varnish'),
        args: ['-F', '-n', join(folder, 'work'), '-a', `127.0.0.1:${port}`, '-f', vcl, '-s', 'malloc,64m', '-l', '4m'],
        readyLine: 'Child launched OK',
      };
    },
  });
}
