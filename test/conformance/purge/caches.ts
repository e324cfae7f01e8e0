import { join } from 'node:path';
import type { EdgeOptions, LabEdge } from '../../../lab/edge.ts';
import { startNginxEdge } from '../../../lab/nginx-edge.ts';
import { isUnavailable, type ServerName } from '../../../lab/programs.ts';
import { startSquid } from '../../../lab/squid.ts';
import { startTrafficServer } from '../../../lab/trafficserver.ts';
import { startVarnish } from '../../../lab/varnish.ts';
import type { DirectoryWay, PurgeOptions } from '../../../src/engine/options.ts';

export type CacheUnderTest = {
  readonly name: ServerName;
  readonly start: (options: EdgeOptions) => Promise<LabEdge>;
  /** As its directories need it, when that takes longer to start. */
  readonly startForDirectories?: (options: EdgeOptions) => Promise<LabEdge>;
  /** How it is told to forget a directory, as the files in examples/edges say it. */
  readonly directory: (edge: LabEdge) => DirectoryWay;
};

const all: readonly CacheUnderTest[] = [
  {
    name: 'nginx',
    start: startNginxEdge,
    directory: ({ folder }) => ({ kind: 'files', path: join(folder, 'cache'), key: '$host$request_uri' }),
  },
  { name: 'varnish', start: startVarnish, directory: () => ({ kind: 'ban', method: 'BAN', header: 'X-Ban-Re' }) },
  {
    name: 'trafficserver',
    start: startTrafficServer,
    startForDirectories: (options) => startTrafficServer({ ...options, reloads: true }),
    directory: ({ folder }) => ({
      kind: 'regexRevalidate',
      file: join(folder, 'etc/revalidate.conf'),
      reload: ['env', `TS_RUNROOT=${join(folder, 'runroot.yaml')}`, 'traffic_ctl', 'config', 'reload'],
    }),
  },
  { name: 'squid', start: startSquid, directory: ({ folder }) => ({ kind: 'objects', path: join(folder, 'cache') }) },
];

export const caches = all.filter(({ name }) => !isUnavailable(name));

export const purge: PurgeOptions = { method: 'PURGE', headers: {} };
