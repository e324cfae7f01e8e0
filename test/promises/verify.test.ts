import { expect, test } from 'vitest';
import { body, status } from '../../lab/behaviours.ts';
import { startForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin } from '../../lab/origin.ts';
import { startVarnish } from '../../lab/varnish.ts';
import { waitForTask } from '../../src/client/index.ts';

const host = 'cdn.test';
const at = (path: string): string => `http://${host}${path}`;

/** A success means that the object is in the cache of each node: from a submit to the answer, on real edges. */

test('an object that may not be stored is a failure that names the header; one that can’t be told of is unknow', async () => {
  await using origin = await startOrigin({
    paths: {
      '/stored': body(),
      '/forbidden': body({ headers: { 'Cache-Control': 'no-store' } }),
      '/untold': body({ headers: { 'Cache-Control': 'public' } }),
      '/gone': status(404),
    },
  });
  await using nginx = await startNginxEdge({ upstream: origin.port });
  await using varnish = await startVarnish({ upstream: origin.port });
  await using forewarm = await startForewarm({
    nodes: [
      { name: 'nginx', address: nginx.address, cache: 'nginx' },
      { name: 'varnish', address: varnish.address },
    ],
    domains: [{ name: host, nodes: ['nginx', 'varnish'] }],
  });
  const UrlList = ['/stored', '/forbidden', '/untold', '/gone'].map(at);
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList });
  expect((await waitForTask(forewarm.client, TaskId)).Status).toBe('failure');

  const { UrlDetailList } = await forewarm.client.call('DescribePrefetchUrlDetail', { TaskId });
  const [stored, forbidden, untold, gone] = UrlDetailList;
  expect(stored).toMatchObject({ Status: 'success', Nodes: [{ Verdict: 'stored-likely' }, { Verdict: 'stored-likely' }] });
  const uncacheable = { Reason: 'uncacheable', Verdict: 'uncacheable', Message: expect.stringContaining('Cache-Control: no-store') };
  expect(forbidden).toMatchObject({ Status: 'failure', Nodes: [uncacheable, uncacheable] });
  // nginx stores it only where it is told for how long, Varnish for two minutes.
  expect(untold).toMatchObject({
    Status: 'unknow',
    Nodes: [
      { Reason: 'unverified', Verdict: 'unknown', Message: expect.stringContaining('proxy_cache_valid') },
      { Verdict: 'stored-likely' },
    ],
  });
  expect(gone?.Nodes[0]).toMatchObject({ Reason: 'http_status' });
  expect(gone?.Nodes[0]).not.toHaveProperty('Verdict');
});

test('verify: rehit proves it at no cost to the origin, and keeps its verdict over a restart', async () => {
  await using origin = await startOrigin();
  await using nginx = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await startForewarm({
    nodes: [{ name: 'nginx', address: nginx.address }],
    domains: [{ name: host, nodes: ['nginx'], verify: 'rehit' }],
  });
  const paths = Array.from({ length: 20 }, (_, index) => `/${index}`);
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: paths.map(at) });
  expect((await waitForTask(forewarm.client, TaskId)).Status).toBe('success');
  for (const path of paths) expect(origin.count(path)).toBe(1);
  await forewarm.crash();
  await forewarm.start();
  const { UrlDetailList } = await forewarm.client.call('DescribePrefetchUrlDetail', { TaskId });
  expect(new Set(UrlDetailList.flatMap(({ Nodes }) => Nodes.map(({ Verdict }) => Verdict)))).toEqual(new Set(['hit-proven']));
});
