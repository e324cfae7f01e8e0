import { readFile, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { body, inTurn, ranged, truncated } from '../../lab/behaviours.ts';
import type { LabEdge } from '../../lab/edge.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startNginxOrigin } from '../../lab/nginx-origin.ts';
import { startOrigin } from '../../lab/origin.ts';
import { isUnavailable } from '../../lab/programs.ts';
import { startSquid } from '../../lab/squid.ts';
import { startTrafficServer } from '../../lab/trafficserver.ts';
import { startVarnish } from '../../lab/varnish.ts';
import { waitForTask } from '../../src/client/index.ts';

/** Large objects: whole in the cache, flat in our memory, and what is fetched again after a broken connection. */

const host = 'cdn.test';
const MiB = 1024 * 1024;
const isFull = process.env['FOREWARM_FULL'] === '1';
const sizeBytes = isFull ? 5 * 1024 * MiB : 256 * MiB;
/** Of the server's process at its worst, whatever the object weighs. */
const maxResidentMiB = 320;

async function prefetched(forewarm: LabForewarm, path: string) {
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}${path}`] });
  await waitForTask(forewarm.client, TaskId);
  const { UrlDetailList } = await forewarm.client.call('DescribePrefetchUrlDetail', { TaskId });
  return UrlDetailList[0];
}

/** The most that its memory was at any time since its start. */
async function peakMiB({ pid }: LabForewarm): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

async function needRoom(neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  if (bavail * bsize < neededBytes) throw new Error(`${tmpdir()} has ${bavail * bsize} bytes left; this test needs ${neededBytes}`);
}

describe(`an object of ${sizeBytes / MiB} MiB`, () => {
  test.each([
    ['nginx', (upstream: number) => startNginxEdge({ upstream }), {}],
    ['nginx that slices', (upstream: number) => startNginxEdge({ upstream, recipe: 'nginx-slice.conf' }), { slice: '1MiB' }],
    ['Varnish, as it streams', (upstream: number) => startVarnish({ upstream, storeSize: `${(sizeBytes * 1.1) / MiB}m` }), {}],
  ])(
    'is whole in %s, and our memory stays flat',
    async (_, start, more) => {
      await needRoom(sizeBytes * 1.2);
      await using origin = await startNginxOrigin();
      await origin.writeSparse('/large.mp4', sizeBytes);
      await using edge = await start(origin.port);
      await using forewarm = await startForewarm({
        nodes: [{ name: 'a', address: edge.address, cache: edge.cache, ...more }],
        domains: [{ name: host, nodes: ['a'] }],
      });
      expect(await prefetched(forewarm, '/large.mp4')).toMatchObject({ Status: 'success', Nodes: [{ Attempts: 1 }] });
      expect(await peakMiB(forewarm)).toBeLessThan(maxResidentMiB);

      const fetched = await origin.count('/large.mp4');
      expect(fetched).toBe('slice' in more ? sizeBytes / MiB : 1);
      // By the cache's own word, a MiB at a time: of a node that slices each is an object.
      for (let first = 0; first < sizeBytes; first += MiB) {
        const answer = await edge.get(host, '/large.mp4', { headers: { Range: `bytes=${first}-${first + MiB - 1}` } });
        expect(answer).toMatchObject({ hit: true, status: 206, bodyBytes: MiB });
      }
      expect(await origin.count('/large.mp4')).toBe(fetched);
    },
    isFull ? 900_000 : 60_000,
  );
});

describe('after a connection that broke off', () => {
  const objectBytes = 8 * MiB;
  const retry = { attempts: 3, backoffMs: 10, maxBackoffMs: 10 };

  test('nginx that slices is asked for all of it again, and asks its origin only for the slice that broke', async () => {
    await using origin = await startOrigin();
    const whole = ranged({ sizeBytes: objectBytes });
    const cut = ranged({ sizeBytes: objectBytes, sentBytes: 500_000 });
    const broken = `bytes=${5 * MiB}-${6 * MiB - 1}`;
    let cuts = 0;
    origin.set('/x', (exchange) => (exchange.request.headers.range === broken && (cuts += 1) === 1 ? cut(exchange) : whole(exchange)));
    await using edge = await startNginxEdge({ upstream: origin.port, recipe: 'nginx-slice.conf' });
    await using forewarm = await startForewarm({
      nodes: [{ name: 'a', address: edge.address, cache: 'nginx', slice: '1MiB' }],
      domains: [{ name: host, nodes: ['a'] }],
      // nginx goes on with the next slice, and waits for us when it has sent the last one: it does not know that bytes are missing.
      more: { retry, timeouts: { idleMs: 1000 } },
    });
    expect(await prefetched(forewarm, '/x')).toMatchObject({ Status: 'success', Nodes: [{ Attempts: 2, Bytes: String(objectBytes) }] });
    const ranges = origin.requests.map(({ headers }) => headers.range ?? 'all');
    const each = Array.from({ length: 8 }, (_, nth) => `bytes=${nth * MiB}-${(nth + 1) * MiB - 1}`);
    expect(ranges.toSorted()).toEqual([...each, broken].toSorted());
    for (let first = 0; first < objectBytes; first += MiB) {
      expect((await edge.get(host, '/x', { headers: { Range: `bytes=${first}-${first}` } })).hit).toBe(true);
    }
  });

  const others: readonly ['nginx' | 'varnish' | 'trafficserver' | 'squid', (upstream: number) => Promise<LabEdge>][] = [
    ['nginx', (upstream) => startNginxEdge({ upstream })],
    ['varnish', (upstream) => startVarnish({ upstream })],
    ['trafficserver', (upstream) => startTrafficServer({ upstream })],
    ['squid', (upstream) => startSquid({ upstream })],
  ];

  test.each(others.filter(([cache]) => !isUnavailable(cache)))('%s is asked for all of it: it has kept nothing', async (cache, start) => {
    const options = { sizeBytes: objectBytes, headers: { 'Accept-Ranges': 'bytes' } };
    await using origin = await startOrigin();
    origin.set('/x', inTurn(truncated({ ...options, sentBytes: 5 * MiB }), body(options)));
    await using edge = await start(origin.port);
    await using forewarm = await startForewarm({
      nodes: [{ name: 'a', address: edge.address, cache }],
      domains: [{ name: host, nodes: ['a'] }],
      more: { retry },
    });
    expect(await prefetched(forewarm, '/x')).toMatchObject({
      Status: 'success',
      Nodes: [{ Attempts: 2, HttpStatus: 200, Bytes: String(objectBytes) }],
    });
    expect(origin.requests.filter(({ url }) => url === '/x').map(({ method, headers }) => [method, headers.range])).toEqual([
      ['GET', undefined],
      ['GET', undefined],
    ]);
    expect(await edge.get(host, '/x')).toMatchObject({ hit: true, bodyBytes: objectBytes });
  });
});
