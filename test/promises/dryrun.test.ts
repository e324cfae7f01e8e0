import { expect, test } from 'vitest';
import type { LabEdge } from '../../lab/edge.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin, type Origin } from '../../lab/origin.ts';
import { startSquid } from '../../lab/squid.ts';
import { startTrafficServer } from '../../lab/trafficserver.ts';
import { startVarnish } from '../../lab/varnish.ts';
import { body } from '../../lab/behaviours.ts';
import { runCli } from '../../src/cli/testing/cli.ts';
import { waitForTask } from '../../src/client/index.ts';

/** What a submit would do, with sizes, of real caches: their origin's log proves that nothing was warmed by asking. */

const host = 'cdn.test';
const url = (path: string): string => `http://${host}${path}`;
const cold = Array.from({ length: 20 }, (_, index) => `/cold/${index}`);
const warm = ['/warm/0', '/warm/1', '/warm/2'];
const sizeBytes = 1234;
const paths = Object.fromEntries(
  [...cold, ...warm].map((path) => [path, body({ sizeBytes, headers: { 'Cache-Control': 'max-age=600' } })]),
);

type Edges = Readonly<Record<string, LabEdge>>;

function started(edges: Edges, shields: readonly string[] = []): Promise<LabForewarm> {
  const nodes = Object.entries(edges).map(([name, { address, cache }]) => ({
    name,
    address,
    cache,
    onlyIfCached: true,
    purge: {},
    layer: shields.includes(name) ? 'mid' : 'edge',
  }));
  return startForewarm({ nodes, domains: [{ name: host, nodes: Object.keys(edges), stagger: false }] });
}

/** Without those for the path that tells what a node honours. */
function asked({ requests }: Origin): string[] {
  return requests.filter((request) => !request.url.startsWith('/.well-known/')).map(({ method, url: of }) => `${method} ${of}`);
}

async function dryRun({ client }: LabForewarm, UrlList: readonly string[], more: { NodeLayer?: 'edge' | 'mid' } = {}) {
  return await client.call('PrefetchNewUcdnDomainCache', { UrlList: [...UrlList], DryRun: true, DryRunSizes: true, ...more });
}

async function warmUp({ client }: LabForewarm): Promise<void> {
  const { TaskId } = await client.call('PrefetchNewUcdnDomainCache', { UrlList: warm.map(url) });
  expect((await waitForTask(client, TaskId, { pollMs: 50 })).Status).toBe('success');
}

test('caches that would fill are asked for what they have only; the origin hears nothing', { timeout: 90_000 }, async () => {
  await using origin = await startOrigin({ paths });
  await using nginx = await startNginxEdge({ upstream: origin.port });
  await using varnish = await startVarnish({ upstream: origin.port });
  await using forewarm = await started({ nginx, varnish });
  await warmUp(forewarm);
  origin.forget();
  const told = await dryRun(forewarm, [...warm, ...cold].map(url));
  expect(told).toMatchObject({ TaskId: '', UnaskedUrlCount: 0 });
  const known = { UrlCount: 23, ObjectCount: 23, SizeBytes: String(3 * sizeBytes), UnsizedCount: 20 };
  expect(told.DryRunList).toEqual([
    { Node: 'nginx', Layer: 'edge', ...known, UnsizedBecause: expect.stringContaining('nginx would fetch and store the whole object') },
    { Node: 'varnish', Layer: 'edge', ...known, UnsizedBecause: expect.stringContaining('nginx would fetch and store the whole object') },
  ]);
  expect(asked(origin)).toEqual([]);

  // A refresh forgets what is there, and nothing where nothing is.
  const UrlList = [...warm.slice(1), ...cold].map(url);
  const refresh = await forewarm.client.call('RefreshNewUcdnDomainCache', { Type: 'file', UrlList, DryRun: true, DryRunSizes: true });
  expect(refresh.DryRunList).toMatchObject([
    { Node: 'nginx', SizeBytes: String(2 * sizeBytes), UnsizedCount: 0 },
    { Node: 'varnish', SizeBytes: String(2 * sizeBytes), UnsizedCount: 0 },
  ]);
  expect(asked(origin)).toEqual([]);

  // What the dry runs were of is fetched by the first who asks, and by nothing before.
  await nginx.get(host, '/cold/0');
  expect(asked(origin)).toEqual(['GET /cold/0']);
});

test('caches that hand HEAD on have their origin asked, once for each object, and store nothing', { timeout: 90_000 }, async () => {
  await using origin = await startOrigin({ paths });
  await using squid = await startSquid({ upstream: origin.port });
  await using ats = await startTrafficServer({ upstream: origin.port });
  await using nginx = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await started({ nginx, ats, squid });
  await warmUp(forewarm);
  origin.forget();
  const first = await dryRun(forewarm, [...warm, ...cold].map(url));
  for (const entry of first.DryRunList ?? []) expect(entry).toMatchObject({ SizeBytes: String(23 * sizeBytes), UnsizedCount: 0 });
  expect(asked(origin).toSorted()).toEqual(cold.map((path) => `HEAD ${path}`).toSorted());
  origin.forget();
  for (const edge of [squid, ats, nginx]) await edge.get(host, '/cold/7');
  expect(asked(origin)).toEqual(['GET /cold/7', 'GET /cold/7', 'GET /cold/7']);
});

test('an edge before a shield is sent no HEAD: it would fill the shield', { timeout: 90_000 }, async () => {
  await using origin = await startOrigin({ paths });
  await using shield = await startNginxEdge({ upstream: origin.port });
  await using squid = await startSquid({ upstream: shield.port });
  await using forewarm = await started({ shield, squid }, ['shield']);
  const whole = await dryRun(forewarm, cold.map(url));
  expect(whole.DryRunList).toMatchObject([
    { Node: 'shield', SizeBytes: '0', UnsizedCount: 20 },
    { Node: 'squid', SizeBytes: '0', UnsizedCount: 20 },
  ]);
  const edgesOnly = await dryRun(forewarm, cold.map(url), { NodeLayer: 'edge' });
  expect(edgesOnly.DryRunList).toMatchObject([{ Node: 'squid', SizeBytes: '0', UnsizedCount: 20, UnsizedBecause: expect.any(String) }]);
  expect(asked(origin)).toEqual([]);
  await shield.get(host, '/cold/0');
  expect(asked(origin)).toEqual(['GET /cold/0']);
});

test('forewarm prefetch --dry-run --sizes tells it, with what is not known and why', { timeout: 60_000 }, async () => {
  await using origin = await startOrigin({ paths });
  await using nginx = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await started({ nginx });
  await warmUp(forewarm);
  origin.forget();
  const urls = [...warm, cold[0] ?? ''].map(url);
  const { code, stdout, stderr } = await runCli(['prefetch', ...urls, '--dry-run', '--sizes'], {
    env: { ...forewarm.clientEnv, COLUMNS: '100' },
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^NODE +LAYER +URLS +OBJECTS +BYTES +UNSIZED\nnginx +edge +4 +4 +3\.70 kB +1\n$/);
  expect(stderr).toContain('nginx: sizes are not all known: nginx would fetch and store the whole object for a HEAD');
  expect(asked(origin)).toEqual([]);
});
