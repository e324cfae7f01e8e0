import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { EdgeOptions, LabEdge } from '../../lab/edge.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin } from '../../lab/origin.ts';
import { isUnavailable, type ServerName } from '../../lab/programs.ts';
import { startSquid } from '../../lab/squid.ts';
import { startTrafficServer } from '../../lab/trafficserver.ts';
import { startVarnish } from '../../lab/varnish.ts';

const caches: readonly { name: ServerName; start: (options: EdgeOptions) => Promise<LabEdge>; keepsItsDisk: boolean }[] = [
  { name: 'nginx', start: startNginxEdge, keepsItsDisk: true },
  { name: 'varnish', start: startVarnish, keepsItsDisk: false },
  { name: 'trafficserver', start: startTrafficServer, keepsItsDisk: false },
  { name: 'squid', start: startSquid, keepsItsDisk: true },
];

const cachesHere = caches.filter(({ name }) => !isUnavailable(name));

describe.each(cachesHere)('$name, as examples/edges sets it up,', ({ start, keepsItsDisk }) => {
  test('fetches an object once and answers the second request itself', async () => {
    await using origin = await startOrigin();
    await using edge = await start({ upstream: origin.port });

    const first = await edge.get('cdn.example.com', '/a.bin');
    const second = await edge.get('cdn.example.com', '/a.bin');

    expect(first).toMatchObject({ status: 200, hit: false, bodyBytes: 1024, isComplete: true });
    expect(second).toMatchObject({ status: 200, hit: true, bodyBytes: 1024, isComplete: true });
    expect(second.cacheStatus).not.toBe('');
    expect(origin.requests).toHaveLength(1);
    expect(origin.requests[0]).toMatchObject({ url: '/a.bin', host: 'cdn.example.com' });
  });

  test('answers only-if-cached from its store alone', async () => {
    await using origin = await startOrigin();
    await using edge = await start({ upstream: origin.port });
    const probe = { method: 'HEAD', headers: { 'Cache-Control': 'only-if-cached' } };

    expect(await edge.get('cdn.example.com', '/a.bin', probe)).toMatchObject({ status: 504 });
    expect(origin.requests).toHaveLength(0);
    await edge.get('cdn.example.com', '/a.bin');
    expect(await edge.get('cdn.example.com', '/a.bin', probe)).toMatchObject({ status: 200 });
    expect(origin.requests).toHaveLength(1);
  });

  test('is gone after a stop and there again, on the same port, after a start', async () => {
    await using origin = await startOrigin();
    await using edge = await start({ upstream: origin.port });
    await edge.get('cdn.example.com', '/a.bin');
    const { address, pid } = edge;

    await edge.stop();
    expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
    await expect(edge.get('cdn.example.com', '/a.bin')).rejects.toThrow('ECONNREFUSED');

    await edge.start();
    expect(edge.address).toBe(address);
    expect(await edge.get('cdn.example.com', '/a.bin')).toMatchObject({ status: 200, hit: keepsItsDisk });
  });

  test('has nothing stored after a wipe', async () => {
    await using origin = await startOrigin();
    await using edge = await start({ upstream: origin.port });
    await edge.get('cdn.example.com', '/a.bin');
    expect(await edge.get('cdn.example.com', '/a.bin')).toMatchObject({ hit: true });
    await edge.wipe();
    expect(await edge.get('cdn.example.com', '/a.bin')).toMatchObject({ status: 200, hit: false });
  });

  test('runs twice side by side, and leaves no process and no folder behind', async () => {
    const left: { pid: number; folder: string }[] = [];
    {
      await using origin = await startOrigin();
      await using one = await start({ upstream: origin.port });
      await using other = await start({ upstream: origin.port });
      for (const edge of [one, other]) left.push({ pid: edge.pid ?? 0, folder: edge.folder });

      await one.get('cdn.example.com', '/a.bin');
      expect(await one.get('cdn.example.com', '/a.bin')).toMatchObject({ hit: true });
      expect(await other.get('cdn.example.com', '/a.bin')).toMatchObject({ hit: false });
      expect(origin.count('/a.bin')).toBe(2);
    }
    for (const { pid, folder } of left) {
      expect(() => process.kill(pid, 0)).toThrow('ESRCH');
      expect(existsSync(folder)).toBe(false);
    }
  });
});

describe.skipIf(isUnavailable('nginx'))('nginx', () => {
  test('can be a shield: two edges behind it cost the origin one fetch', async () => {
    await using origin = await startOrigin();
    await using shield = await startNginxEdge({ upstream: origin.port });
    await using one = await startNginxEdge({ upstream: shield.port });
    await using other = await startNginxEdge({ upstream: shield.port });

    await one.get('cdn.example.com', '/a.bin');
    await other.get('cdn.example.com', '/a.bin');

    expect(origin.count('/a.bin', 'cdn.example.com')).toBe(1);
    expect(await shield.get('cdn.example.com', '/a.bin')).toMatchObject({ hit: true });
    expect(await other.get('cdn.example.com', '/a.bin')).toMatchObject({ hit: true });
  });
});
