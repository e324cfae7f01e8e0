import { describe, expect, test } from 'vitest';
import { body } from '../../lab/behaviours.ts';
import type { LabEdge } from '../../lab/edge.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin, type Origin } from '../../lab/origin.ts';
import { startSquid } from '../../lab/squid.ts';
import { startTrafficServer } from '../../lab/trafficserver.ts';
import { startVarnish } from '../../lab/varnish.ts';
import { waitForTask, type TaskSummary } from '../../src/client/index.ts';

/** The whole way of a refresh: submit, shields, edges, proof, on real caches. */
const host = 'cdn.test';
const url = (path: string): string => `http://${host}${path}`;
const v1 = body({ version: '1', headers: { 'Cache-Control': 'max-age=3600' } });
const v2 = body({ version: '2', headers: { 'Cache-Control': 'max-age=3600' } });

function nodeOf(name: string, edge: LabEdge, more: object = {}): Record<string, unknown> {
  return { name, address: edge.address, cache: edge.cache, onlyIfCached: true, purge: {}, ...more };
}

async function prefetch(forewarm: LabForewarm, paths: readonly string[]): Promise<void> {
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: paths.map(url) });
  expect((await waitForTask(forewarm.client, TaskId, { pollMs: 50 })).Status).toBe('success');
}

async function refresh(
  forewarm: LabForewarm,
  paths: readonly string[],
  more: { Prefetch?: boolean; Type?: 'file' | 'dir' | 'm3u8' } = {},
): Promise<TaskSummary> {
  const { TaskId } = await forewarm.client.call('RefreshNewUcdnDomainCache', { Type: 'file', UrlList: paths.map(url), ...more });
  return waitForTask(forewarm.client, TaskId, { pollMs: 50 });
}

describe('a refresh of one file', () => {
  test('makes all four caches ask the origin again, and leaves the file beside it a HIT', async () => {
    await using origin = await startOrigin({ otherwise: v1 });
    await using nginx = await startNginxEdge({ upstream: origin.port });
    await using varnish = await startVarnish({ upstream: origin.port });
    await using ats = await startTrafficServer({ upstream: origin.port });
    await using squid = await startSquid({ upstream: origin.port });
    const edges = { nginx, varnish, ats, squid };
    await using forewarm = await startForewarm({
      nodes: Object.entries(edges).map(([name, edge]) => nodeOf(name, edge)),
      domains: [{ name: host, nodes: Object.keys(edges) }],
    });
    await prefetch(forewarm, ['/a', '/b']);
    for (const edge of Object.values(edges))
      expect([(await edge.get(host, '/a')).hit, (await edge.get(host, '/b')).hit]).toEqual([true, true]);

    expect((await refresh(forewarm, ['/a'])).Status).toBe('success');
    for (const [name, edge] of Object.entries(edges)) {
      expect([name, (await edge.get(host, '/a')).hit, (await edge.get(host, '/b')).hit]).toEqual([name, false, true]);
    }
  });

  test('waits for a node that is down, and is done when it comes back with its old disk', async () => {
    await using origin = await startOrigin({ otherwise: v1 });
    await using up = await startNginxEdge({ upstream: origin.port });
    await using down = await startNginxEdge({ upstream: origin.port });
    await using forewarm = await startForewarm({
      nodes: [nodeOf('up', up), nodeOf('down', down)],
      domains: [{ name: host, nodes: ['up', 'down'] }],
      more: { retry: { attempts: 2, backoffMs: 50, maxBackoffMs: 200 } },
    });
    await prefetch(forewarm, ['/a']);
    await down.stop();
    origin.set('/a', v2);
    const { TaskId } = await forewarm.client.call('RefreshNewUcdnDomainCache', { Type: 'file', UrlList: [url('/a')] });
    await expect.poll(async () => (await up.get(host, '/a')).headers.etag, { timeout: 10_000 }).not.toBe(undefined);
    await down.start();
    expect((await waitForTask(forewarm.client, TaskId, { pollMs: 100, timeoutMs: 20_000 })).Status).toBe('success');
    expect((await down.get(host, '/a')).hit).toBe(false);
  });
});

describe('a refresh that warms again', () => {
  test('leaves no reader of shield or edges with the old body', { timeout: 90_000 }, async () => {
    await using origin = await startOrigin({ otherwise: v1 });
    await using shield = await startNginxEdge({ upstream: origin.port });
    await using east = await startNginxEdge({ upstream: shield.port });
    await using west = await startVarnish({ upstream: shield.port });
    await using forewarm = await startForewarm({
      nodes: [nodeOf('shield', shield, { layer: 'mid' }), nodeOf('east', east), nodeOf('west', west)],
      domains: [{ name: host, nodes: ['shield', 'east', 'west'] }],
    });
    const paths = ['/1', '/2', '/3', '/4', '/5'];
    await prefetch(forewarm, paths);
    const old = (await east.get(host, '/1')).headers.etag;
    await using readers = startReaders([shield, east, west], paths);
    for (const path of paths) origin.set(path, v2);
    expect((await refresh(forewarm, paths, { Prefetch: true })).Status).toBe('success');
    await readers.stop();
    for (const edge of [shield, east, west]) {
      for (const path of paths) {
        const answer = await edge.get(host, path);
        expect([answer.hit, answer.headers.etag === old]).toEqual([true, false]);
      }
    }
  });
});

describe('a refresh of a playlist', () => {
  test('purges what it names as lines of the same task; one that can’t be read fails after it was purged', async () => {
    const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n1.ts\n#EXTINF:4,\nsub/2.ts\n#EXT-X-ENDLIST\n';
    await using origin = await startOrigin({ otherwise: v1, paths: { '/live/a.m3u8': text(playlist), '/live/bad.m3u8': text('<html>') } });
    await using edge = await startNginxEdge({ upstream: origin.port });
    await using forewarm = await startForewarm({ nodes: [nodeOf('edge', edge)], domains: [{ name: host, nodes: ['edge'] }] });
    await prefetch(forewarm, ['/live/a.m3u8', '/live/1.ts', '/live/sub/2.ts', '/live/bad.m3u8', '/other.ts']);

    const done = await refresh(forewarm, ['/live/a.m3u8'], { Type: 'm3u8' });
    expect(done).toMatchObject({ Status: 'success', UrlCount: 3, SuccessCount: 3 });
    const { TaskList } = await forewarm.client.call('DescribeNewUcdnRefreshCacheTask', { TaskId: [done.TaskId] });
    expect(TaskList[0]?.UrlLists.map(({ Url }) => Url)).toEqual(['/live/a.m3u8', '/live/1.ts', '/live/sub/2.ts'].map(url));
    expect((await edge.get(host, '/live/1.ts')).hit).toBe(false);
    expect((await edge.get(host, '/live/sub/2.ts')).hit).toBe(false);
    expect((await edge.get(host, '/other.ts')).hit).toBe(true);

    const failed = await refresh(forewarm, ['/live/bad.m3u8'], { Type: 'm3u8' });
    expect(failed).toMatchObject({ Status: 'failure', UrlCount: 1 });
  });
});

/** A body that tests can write, cacheable. */
function text(content: string): Parameters<Origin['set']>[1] {
  return ({ response }) =>
    void response
      .writeHead(200, { 'Cache-Control': 'max-age=3600', 'Content-Length': Buffer.byteLength(content), ETag: '"p"' })
      .end(content);
}

/** Visitors that read all paths of all caches over and over, as fast as they are answered. */
function startReaders(edges: readonly LabEdge[], paths: readonly string[]): AsyncDisposable & { stop(): Promise<void> } {
  const over = new AbortController();
  const reading = Promise.all(
    edges.flatMap((edge) =>
      paths.map(async (path) => {
        while (!over.signal.aborted) await edge.get(host, path);
      }),
    ),
  );
  const stop = async (): Promise<void> => {
    over.abort();
    await reading;
  };
  return { stop, [Symbol.asyncDispose]: stop };
}
