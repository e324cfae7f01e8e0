import type { LabEdge } from '../../../lab/edge.ts';
import { nginxPurges, startNginxEdge } from '../../../lab/nginx-edge.ts';
import type { ServerName } from '../../../lab/programs.ts';
import { startSquid } from '../../../lab/squid.ts';
import { startTrafficServer } from '../../../lab/trafficserver.ts';
import { startVarnish } from '../../../lab/varnish.ts';
import { startPlainNginx, startPlainVarnish } from './edges.ts';

export type Row = {
  readonly title: string;
  readonly server: ServerName;
  readonly start: (options: { upstream: number }) => Promise<LabEdge>;
  /** What it shows without --purge, and with. */
  readonly shows: readonly RegExp[];
  readonly purged: readonly RegExp[];
  readonly node: object;
  /** Of the URL, without --purge and with. */
  readonly originGets: readonly [number, number];
};

/** What is found out of each cache. */
export const rows: readonly Row[] = [
  {
    title: 'nginx as examples/edges has it',
    server: 'nginx',
    start: startNginxEdge,
    shows: [
      /✓ nginx +Server: nginx\//,
      /✓ in the cache +X-Cache-Status: HIT; only-if-cached was answered from store/,
      /✓ pull: head +possible/,
    ],
    purged: nginxPurges() ? [/✓ PURGE +answered 200; only-if-cached finds nothing afterwards/, /· of nothing +answered 404/] : [/✗ PURGE/],
    node: { cache: 'nginx', onlyIfCached: true, ...(nginxPurges() && { purge: { method: 'PURGE' } }) },
    originGets: [1, 2],
  },
  {
    title: 'Varnish as examples/edges has it',
    server: 'varnish',
    start: startVarnish,
    shows: [/✓ Varnish +X-Varnish: \d+/, /✓ in the cache +X-Varnish: \d+ \d+; only-if-cached was answered/, /✓ pull: head +possible/],
    purged: [/✓ PURGE +answered 200; only-if-cached finds nothing/, /✓ BAN +answered 200; only-if-cached finds nothing/],
    node: {
      cache: 'varnish',
      onlyIfCached: true,
      purge: { method: 'PURGE', directory: { way: { kind: 'ban', method: 'BAN', header: 'X-Ban-Re' } } },
    },
    originGets: [1, 3],
  },
  {
    title: 'Traffic Server as examples/edges has it',
    server: 'trafficserver',
    start: startTrafficServer,
    shows: [/✓ Traffic Server +Server: ATS\//, /✓ in the cache +Via: \[c[HR]s/, /· pull: head +no: a HEAD stores nothing there/],
    purged: [/✓ PURGE +answered 200; only-if-cached finds nothing/],
    node: { cache: 'trafficserver', onlyIfCached: true, purge: { method: 'PURGE' } },
    originGets: [1, 2],
  },
  {
    title: 'Squid as examples/edges has it',
    server: 'squid',
    start: startSquid,
    shows: [
      /✓ Squid +Server: squid\//,
      /✓ in the cache +X-Cache: HIT from edge; only-if-cached was/,
      /· pull: head +no: a HEAD stores nothing there/,
    ],
    purged: [/✓ PURGE +answered 200; only-if-cached finds nothing/],
    node: { cache: 'squid', onlyIfCached: true, purge: { method: 'PURGE' } },
    originGets: [1, 2],
  },
  {
    title: 'nginx that nobody prepared',
    server: 'nginx',
    start: startPlainNginx,
    shows: [
      /✓ stored, likely +Cache-Control: public, max-age=86400 lets it be stored;\n +this node does not tell a hit from a miss/,
      /second GET +200 +100 kB +\d+ ms +says neither hit nor miss/,
      /✗ only-if-cached +ignored: it answered 404/,
      /→ to see hits, give nginx the line: add_header X-Cache-Status/,
      /· pull: head +no/,
    ],
    purged: [/✗ PURGE +answered 405; it is refused/, /→ to have it forget on demand/],
    node: { cache: 'nginx', onlyIfCached: 'auto' },
    originGets: [1, 1],
  },
  {
    title: 'Varnish that nobody prepared',
    server: 'varnish',
    start: startPlainVarnish,
    shows: [/✓ in the cache +X-Varnish: \d+ \d+/, /✗ only-if-cached +ignored/, /→ .*give its VCL the lines for only-if-cached/s],
    purged: [/✗ PURGE +answered 405; it is refused/, /✗ BAN/],
    node: { cache: 'varnish', onlyIfCached: 'auto' },
    originGets: [1, 1],
  },
];
