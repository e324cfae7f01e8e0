import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { body, status } from '../../lab/behaviours.ts';
import type { LabEdge } from '../../lab/edge.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin } from '../../lab/origin.ts';
import { startSquid } from '../../lab/squid.ts';
import { startTrafficServer } from '../../lab/trafficserver.ts';
import { startVarnish } from '../../lab/varnish.ts';
import { runCli } from '../../src/cli/testing/cli.ts';
import { waitForTask, type Answer } from '../../src/client/index.ts';

/** Why a URL is not there, asked of real caches; an origin log proves that nothing was fetched by asking. */

const host = 'cdn.test';
const url = (path: string): string => `http://${host}${path}`;

type Variant = Answer<'ExplainUcdnUrl'>['NodeList'][number]['VariantList'][number];

function nodeOf(name: string, edge: LabEdge): Record<string, unknown> {
  const directory = { files: { path: join(edge.folder, 'cache'), key: '$host$request_uri#$encoding' } };
  return { name, address: edge.address, cache: edge.cache, onlyIfCached: true, purge: name === 'nginx' ? { directory } : {} };
}

/** What each node says of a path, by its name. */
async function explained(forewarm: LabForewarm, path: string): Promise<Record<string, Variant>> {
  const { NodeList } = await forewarm.client.call('ExplainUcdnUrl', { Url: url(path) });
  return Object.fromEntries(
    NodeList.flatMap(({ Node, VariantList: [variant] }) => (variant === undefined ? [] : [[Node, variant] as const])),
  );
}

test('what is there, and why the rest is not, is told of four caches, and none of them asks the origin', { timeout: 90_000 }, async () => {
  const short = body({ headers: { 'Cache-Control': 'max-age=3' } });
  await using origin = await startOrigin({
    paths: {
      '/short': short,
      '/forbidden': body({ headers: { 'Cache-Control': 'no-store' } }),
      '/varies': body({ headers: { 'Cache-Control': 'max-age=3600', Vary: 'X-Device' } }),
      '/gone': status(404),
    },
  });
  await using nginx = await startNginxEdge({ upstream: origin.port });
  await using varnish = await startVarnish({ upstream: origin.port });
  await using ats = await startTrafficServer({ upstream: origin.port });
  await using squid = await startSquid({ upstream: origin.port });
  const edges = { nginx, varnish, ats, squid };
  const names = Object.keys(edges);
  await using forewarm = await startForewarm({
    nodes: Object.entries(edges).map(([name, edge]) => nodeOf(name, edge)),
    domains: [{ name: host, nodes: names }],
  });
  const prefetched = ['/fresh', '/purged', '/short', '/evicted', '/forbidden', '/varies', '/gone'];
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: prefetched.map(url) });
  await waitForTask(forewarm.client, TaskId, { pollMs: 50 });
  const refresh = await forewarm.client.call('RefreshNewUcdnDomainCache', { Type: 'file', UrlList: [url('/purged')] });
  expect((await waitForTask(forewarm.client, refresh.TaskId, { pollMs: 50 })).Status).toBe('success');
  await evict(nginx, `${host}/evicted#`);
  origin.forget();

  const fresh = await explained(forewarm, '/fresh');
  expect(Object.keys(fresh)).toEqual(names);
  for (const [name, variant] of Object.entries(fresh)) {
    expect([name, variant.State, variant.Because]).toEqual([name, 'fresh', expect.any(String)]);
    expect(variant).not.toHaveProperty('Cause');
  }
  expect(fresh['nginx']).toMatchObject({ CacheKey: `${host}/fresh#$encoding`, CacheKeyFrom: 'purge.directory.files.key' });

  const purged = await explained(forewarm, '/purged');
  for (const name of names) {
    expect([name, purged[name]?.State]).not.toEqual([name, 'fresh']);
    expect([name, purged[name]?.Cause]).toEqual([
      name,
      expect.stringMatching(new RegExp(`^it was purged at .* by task ${refresh.TaskId}, and not fetched since$`)),
    ]);
  }

  const states = async (): Promise<boolean> => Object.values(await explained(forewarm, '/short')).every(({ State }) => State !== 'fresh');
  await expect.poll(states, { timeout: 10_000 }).toBe(true);
  const expired = await explained(forewarm, '/short');
  for (const name of names)
    expect([name, expired[name]?.Cause]).toEqual([name, expect.stringMatching(/^its time is over since .* fresh for [123] s/)]);

  const evicted = await explained(forewarm, '/evicted');
  expect(evicted['nginx']).toMatchObject({ State: 'absent', Cause: expect.stringMatching(/is gone before its time: evicted.*inactive=/) });
  for (const name of names.slice(1)) expect([name, evicted[name]?.State]).toEqual([name, 'fresh']);

  const never = await explained(forewarm, '/never');
  for (const name of names) {
    expect([name, never[name]?.State]).not.toEqual([name, 'fresh']);
    expect([name, never[name]?.Cause]).toEqual([name, expect.stringMatching(/it was never prefetched$/)]);
  }

  const forbidden = await explained(forewarm, '/forbidden');
  for (const name of names) {
    expect([name, forbidden[name]?.State]).not.toEqual([name, 'fresh']);
    expect([name, forbidden[name]?.Cause]).toEqual([name, expect.stringMatching(/^the response may not be kept: Cache-Control: no-store/)]);
  }
  // Varnish keeps a bare 404 for two minutes.
  const gone = await explained(forewarm, '/gone');
  for (const name of names)
    expect([name, gone[name]]).toEqual([
      name,
      expect.objectContaining({ Cause: expect.stringMatching(/^the last fetch failed here: http_status: .*404/) }),
    ]);
  expect(gone['varnish']).toMatchObject({ State: 'absent', HttpStatus: 404 });

  // nginx, as examples/edges sets it up, stores nothing that varies by other headers; the others store by Vary.
  const varies = await explained(forewarm, '/varies');
  expect(varies['nginx']).toMatchObject({ State: 'absent', Cause: expect.stringContaining('Vary: X-Device') });
  for (const name of ['varnish', 'squid'])
    expect([name, varies[name]]).toEqual([name, expect.objectContaining({ State: 'fresh', UnwarmedVary: ['x-device'] })]);

  expect(origin.requests.map((request) => `${request.method} ${request.url}`)).toEqual([]);
});

test('forewarm explain shows it to people, and ends with 0 only where it is fresh everywhere', { timeout: 60_000 }, async () => {
  await using origin = await startOrigin();
  await using nginx = await startNginxEdge({ upstream: origin.port });
  await using varnish = await startVarnish({ upstream: origin.port });
  await using forewarm = await startForewarm({
    nodes: [nodeOf('nginx', nginx), nodeOf('varnish', varnish)],
    domains: [{ name: host, nodes: ['nginx', 'varnish'] }],
  });
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: [url('/a')] });
  expect((await waitForTask(forewarm.client, TaskId, { pollMs: 50 })).Status).toBe('success');
  const all = await runCli(['explain', url('/a')], { env: forewarm.clientEnv });
  expect(all).toMatchObject({ code: 0, stdout: expect.stringContaining('fresh on 2 of 2 nodes') });
  await forewarm.client.call('PauseUcdnFetch', { Node: 'nginx' });
  await varnish.wipe();
  const none = await runCli(['explain', url('/a')], { env: { ...forewarm.clientEnv, COLUMNS: '80' } });
  expect(none.code).toBe(1);
  expect(none.stdout).toMatch(/^unknown {2}nginx edge, nginx\n {2}seen: node nginx is paused/m);
  expect(none.stdout).toMatch(/^absent {2}varnish edge, varnish\n {2}likely: /m);
  expect(origin.count('/a')).toBe(2);
});

/** Deletes the cache files whose key begins so, as a full disk would. */
async function evict(nginx: LabEdge, key: string): Promise<void> {
  const folder = join(nginx.folder, 'cache');
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  for (const { parentPath, name } of files) {
    const file = join(parentPath, name);
    if ((await readFile(file, 'latin1')).includes(`\nKEY: ${key}`)) await rm(file);
  }
}
