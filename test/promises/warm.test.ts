import { describe, expect, test } from 'vitest';
import { startForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startNginxOrigin } from '../../lab/nginx-origin.ts';
import { startVarnish } from '../../lab/varnish.ts';
import { waitForTask } from '../../src/client/index.ts';

const host = 'cdn.test';
/** Of a kind that is compressed already: of others Varnish asks its shield for the gzip, which is an object of its own. */
const paths = Array.from({ length: 30 }, (_, index) => `/files/${index}.mp4`);
const urls = paths.map((path) => `http://${host}${path}`);

describe('after success', () => {
  test('a plain GET through an nginx and a Varnish edge is a HIT, and the origin was asked once per object and edge', async () => {
    await using origin = await startNginxOrigin({ bodyBytes: 20_000 });
    await using nginx = await startNginxEdge({ upstream: origin.port });
    await using varnish = await startVarnish({ upstream: origin.port });
    await using forewarm = await startForewarm({
      nodes: [
        { name: 'nginx', address: nginx.address, cache: 'nginx' },
        { name: 'varnish', address: varnish.address, cache: 'varnish' },
      ],
      domains: [{ name: host, nodes: ['nginx', 'varnish'] }],
    });
    const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: urls });
    expect((await waitForTask(forewarm.client, TaskId)).Status).toBe('success');

    for (const edge of [nginx, varnish]) {
      for (const path of paths) expect(await edge.get(host, path)).toMatchObject({ hit: true, status: 200, bodyBytes: 20_000 });
    }
    const requests = await origin.requests();
    for (const path of paths) expect(requests.filter(({ url }) => url === path)).toHaveLength(2);
    expect(requests.every((request) => request.host === host && request.method === 'GET')).toBe(true);

    const { TaskList } = await forewarm.client.call('DescribeNewUcdnPrefetchCacheTask', { TaskId: [TaskId] });
    expect(TaskList[0]?.UrlLists.map(({ Url, Status, Progress }) => ({ Url, Status, Progress }))).toEqual(
      urls.map((Url) => ({ Url, Status: 'success', Progress: 100 })),
    );
    const { UrlDetailList } = await forewarm.client.call('DescribePrefetchUrlDetail', { TaskId, Limit: 1 });
    expect(UrlDetailList[0]?.Nodes).toMatchObject([
      { Node: 'nginx', Status: 'success', HttpStatus: 200, Attempts: 1, CacheStatus: expect.stringContaining('MISS') },
      { Node: 'varnish', Status: 'success', HttpStatus: 200, Attempts: 1, CacheStatus: expect.stringContaining('MISS') },
    ]);
  });

  test('behind a shield the origin was asked once per object, by the shield, for two edges', async () => {
    await using origin = await startNginxOrigin({ bodyBytes: 20_000 });
    await using shield = await startNginxEdge({ upstream: origin.port });
    await using east = await startNginxEdge({ upstream: shield.port });
    await using west = await startVarnish({ upstream: shield.port });
    await using forewarm = await startForewarm({
      nodes: [
        { name: 'east', address: east.address },
        { name: 'west', address: west.address },
        { name: 'shield', address: shield.address, layer: 'mid' },
      ],
      domains: [{ name: host, nodes: [{ layer: 'mid' }, { layer: 'edge' }] }],
    });
    const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: urls });
    expect((await waitForTask(forewarm.client, TaskId)).Status).toBe('success');
    for (const edge of [shield, east, west]) {
      for (const path of paths) expect((await edge.get(host, path)).hit).toBe(true);
    }
    for (const path of paths) expect(await origin.count(path)).toBe(1);
  });

  test('each configured variant is warm', async () => {
    await using origin = await startNginxOrigin({
      bodyBytes: 1000,
      headers: { 'Cache-Control': 'max-age=3600', Vary: 'Accept-Encoding' },
    });
    await using nginx = await startNginxEdge({ upstream: origin.port });
    await using forewarm = await startForewarm({
      nodes: [{ name: 'nginx', address: nginx.address }],
      domains: [{ name: host, nodes: ['nginx'], variants: [{}, { 'Accept-Encoding': 'br' }] }],
    });
    const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}/page.html`] });
    expect((await waitForTask(forewarm.client, TaskId)).Status).toBe('success');
    expect((await nginx.get(host, '/page.html')).hit).toBe(true);
    expect((await nginx.get(host, '/page.html', { headers: { 'Accept-Encoding': 'br' } })).hit).toBe(true);
    expect((await nginx.get(host, '/page.html', { headers: { 'Accept-Encoding': 'gzip' } })).hit).toBe(false);
  });
});

test('a URL reaches the origin byte for byte, but for characters beyond ASCII', async () => {
  await using origin = await startNginxOrigin({ bodyBytes: 10 });
  await using nginx = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await startForewarm({
    nodes: [{ name: 'nginx', address: nginx.address }],
    domains: [{ name: host, nodes: ['nginx'] }],
  });
  const sent: [submitted: string, seen: string][] = [
    [`http://${host}`, '/'],
    [`http://${host}?q=1`, '/?q=1'],
    [`http://CDN.Test:80/a/%7e/%7E/~?x=a+b&y=%20&&=`, '/a/%7e/%7E/~?x=a+b&y=%20&&='],
    [`http://${host}/中文/é?名=值`, '/%E4%B8%AD%E6%96%87/%C3%A9?%E5%90%8D=%E5%80%BC'],
    [`http://${host}/a'()*!;@,[]{}|^"<>\`/..x`, `/a'()*!;@,[]{}|^"<>\`/..x`],
  ];
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: sent.map(([submitted]) => submitted) });
  expect((await waitForTask(forewarm.client, TaskId)).Status).toBe('success');
  expect((await origin.requests()).map(({ url }) => url).sort()).toEqual(sent.map(([, seen]) => seen).sort());
  const { TaskList } = await forewarm.client.call('DescribeNewUcdnPrefetchCacheTask', { TaskId: [TaskId] });
  expect(TaskList[0]?.UrlLists.map(({ Url }) => Url)).toEqual(sent.map(([submitted]) => submitted));
});
