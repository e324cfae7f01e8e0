import { body } from '../../../lab/behaviours.ts';
import { startForewarm, type LabForewarm } from '../../../lab/forewarm.ts';
import { startOrigin, type Origin } from '../../../lab/origin.ts';
import { createClient, type Client } from '../../../src/client/index.ts';
import { startTunnel, type Tunnel } from './tunnel.ts';

export const host = 'cdn.test';

/** Key pairs of the scene, by what is special about them. */
export const keys = {
  main: { publicKey: 'main-public', privateKey: 'main-private' },
  /** Must name its project, and may not act in org-other. */
  sub: { publicKey: 'sub-public', privateKey: 'sub-private', account: 'sub', projects: ['org-main'] },
  /** Another one, whose requests count apart. */
  reserve: { publicKey: 'reserve-public', privateKey: 'reserve-private' },
  reader: { publicKey: 'reader-public', privateKey: 'reader-private', actions: ['Describe*', 'Get*'] },
  elsewhere: { publicKey: 'elsewhere-public', privateKey: 'elsewhere-private', allowIps: ['192.0.2.0/24'] },
  ended: { publicKey: 'ended-public', privateKey: 'ended-private', expires: '2020-01-01T00:00:00Z' },
} as const;

const projects = [
  { id: 'org-main', name: 'Main', default: true },
  { id: 'org-other', name: 'Other' },
  { id: 'org-bulk', name: 'Bulk' },
];

const domains = [
  { name: host, id: 'ucdn-demo', nodes: ['edge'], project: 'org-main' },
  { name: 'off.test', nodes: ['edge'], prefetch: false, project: 'org-main' },
  { name: 'bare.test', project: 'org-main' },
  { name: 'foreign.test', nodes: ['edge'], project: 'org-other' },
  { name: 'small.test', nodes: ['edge'], project: 'org-main', quota: { prefetchPerDay: 1 } },
  { name: 'bulk.test', nodes: ['edge'], project: 'org-bulk' },
];

/** A live forewarm whose one edge is an origin of the lab, and a second one with tight limits. */
export type Scene = AsyncDisposable & {
  readonly origin: Origin;
  readonly forewarm: LabForewarm;
  readonly strict: LabForewarm;
  readonly tunnel: Tunnel;
  /** forewarm's own client, to look at what the SDKs did. */
  readonly client: Client;
};

export async function startScene(): Promise<Scene> {
  await using parts = new AsyncDisposableStack();
  const origin = parts.use(await startOrigin({ otherwise: body({ sizeBytes: 10 }) }));
  const nodes = [{ name: 'edge', address: origin.address }];
  const more = { projects, keys: Object.values(keys) };
  const forewarm = parts.use(await startForewarm({ nodes, domains, more: { ...more, limits: { requestsPerSecond: 10_000 } } }));
  const strictLimits = { requestsPerSecond: 1, queuedUrls: 10 };
  const strict = parts.use(await startForewarm({ nodes, domains, more: { ...more, limits: strictLimits } }));
  const tunnel = parts.use(await startTunnel(forewarm.endpoint));
  const kept = parts.move();
  return {
    origin,
    forewarm,
    strict,
    tunnel,
    client: createClient({ endpoint: forewarm.endpoint, ...keys.main }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
