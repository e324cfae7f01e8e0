import { expect, test } from 'vitest';
import { body } from '../../lab/behaviours.ts';
import type { LabEdge } from '../../lab/edge.ts';
import { startForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin } from '../../lab/origin.ts';
import { startSquid } from '../../lab/squid.ts';
import { startTrafficServer } from '../../lab/trafficserver.ts';
import { startVarnish } from '../../lab/varnish.ts';
import { runCli } from '../../src/cli/testing/cli.ts';
import { checkCoverage, RequestRefused, waitForTask } from '../../src/client/index.ts';

/** What share of a task is still there, asked of real caches; an origin log proves that nothing was fetched by asking. */

const host = 'cdn.test';
const url = (path: string): string => `http://${host}${path}`;

function nodeOf(name: string, edge: LabEdge): Record<string, unknown> {
  return { name, address: edge.address, cache: edge.cache, onlyIfCached: true, purge: {} };
}

test('of four caches it is told what is there, expired or gone, and none of them asks the origin', { timeout: 90_000 }, async () => {
  await using origin = await startOrigin({ paths: { '/short': body({ headers: { 'Cache-Control': 'max-age=3' } }) } });
  await using nginx = await startNginxEdge({ upstream: origin.port });
  await using varnish = await startVarnish({ upstream: origin.port });
  await using ats = await startTrafficServer({ upstream: origin.port });
  await using squid = await startSquid({ upstream: origin.port });
  const edges = { nginx, varnish, ats, squid };
  await using forewarm = await startForewarm({
    nodes: Object.entries(edges).map(([name, edge]) => nodeOf(name, edge)),
    domains: [{ name: host, nodes: Object.keys(edges) }],
  });
  const paths = Array.from({ length: 40 }, (_, index) => `/files/${index}`);
  const submit = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: [...paths, '/files/0', '/short'].map(url) });
  expect((await waitForTask(forewarm.client, submit.TaskId, { pollMs: 50 })).Status).toBe('success');
  origin.forget();

  // All but /short is there, whichever page it is on; the repeated line is asked for once.
  const stored = await checkCoverage(forewarm.client, submit.TaskId, { pageLines: 15 });
  expect(stored).toMatchObject({ TotalCount: 42, UrlCount: 41 });
  expect(stored.NodeList.map(({ Node }) => Node)).toEqual(Object.keys(edges));
  for (const { Node, Fresh } of stored.NodeList) expect([Node, Fresh >= 40]).toEqual([Node, true]);
  const over = async (): Promise<number> => {
    const { NodeList } = await checkCoverage(forewarm.client, submit.TaskId);
    return Math.max(...NodeList.map(({ Fresh }) => Fresh));
  };
  await expect.poll(over, { timeout: 10_000 }).toBe(40);
  const expired = await checkCoverage(forewarm.client, submit.TaskId);
  for (const { Node, Expired, Absent, Unknown } of expired.NodeList) expect([Node, Expired + Absent + Unknown]).toEqual([Node, 1]);
  expect(new Set(expired.MissingList.map(({ Url }) => Url))).toEqual(new Set([url('/short')]));

  const refresh = await forewarm.client.call('RefreshNewUcdnDomainCache', { Type: 'file', UrlList: paths.slice(0, 10).map(url) });
  expect((await waitForTask(forewarm.client, refresh.TaskId, { pollMs: 50 })).Status).toBe('success');
  origin.forget();
  const purged = await checkCoverage(forewarm.client, submit.TaskId);
  for (const { Node, Fresh } of purged.NodeList) expect([Node, Fresh]).toEqual([Node, 30]);
  const missingOnNginx = purged.MissingList.filter(({ Node }) => Node === 'nginx').map(({ Url }) => Url);
  expect(missingOnNginx).toEqual([...paths.slice(0, 10), '/short'].map(url));

  expect(origin.requests.map((request) => `${request.method} ${request.url}`)).toEqual([]);
});

test('forewarm coverage ends with 0 while all is there; a node that is away is unknown', { timeout: 60_000 }, async () => {
  await using origin = await startOrigin();
  await using up = await startNginxEdge({ upstream: origin.port });
  await using away = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await startForewarm({
    nodes: [nodeOf('up', up), nodeOf('away', away)],
    domains: [{ name: host, nodes: ['up', 'away'] }],
  });
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: ['/a', '/b'].map(url) });
  expect((await waitForTask(forewarm.client, TaskId, { pollMs: 50 })).Status).toBe('success');
  const ask = (...more: string[]) => runCli(['coverage', TaskId, ...more], { env: { ...forewarm.clientEnv, COLUMNS: '80' } });
  expect(await ask()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^up +edge +100 % 2 +-/m) });
  await away.stop();
  const { code, stdout } = await ask('--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    NodeList: [
      { Node: 'up', Fresh: 2 },
      { Node: 'away', Fresh: 0, Unknown: 2, UnknownBecause: expect.any(String) },
    ],
  });
  expect(origin.requests).toHaveLength(4);
});

test('a task that is not there is named', { timeout: 60_000 }, async () => {
  await using forewarm = await startForewarm({ nodes: [], domains: [] });
  const refused = checkCoverage(forewarm.client, 'nope');
  await expect(refused).rejects.toThrow(RequestRefused);
  await expect(refused).rejects.toThrow('Params [TaskId] not available: came "nope"');
});
