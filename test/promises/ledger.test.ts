import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { after, status } from '../../lab/behaviours.ts';
import type { LabEdge } from '../../lab/edge.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin } from '../../lab/origin.ts';
import { startVarnish } from '../../lab/varnish.ts';
import { runCli } from '../../src/cli/testing/cli.ts';
import { waitForTask } from '../../src/client/index.ts';
import {
  becomes,
  hits,
  host,
  keepWarm,
  nodeOf,
  paths,
  prefetch,
  refresh,
  told,
  toldUntilReady,
  version,
  warm,
} from './readiness/readiness.ts';

/** A node that was away: what a balancer is told of it, on real edges, through the whole server. */

const domain = { name: host, nodes: ['edge'], keepWarm };

/** Watches until the node has been called ready so often; what was served of what is old though it had been. */
async function oldWhileReady(forewarm: LabForewarm, edge: LabEdge, watched: readonly string[], readyTimes: number): Promise<number> {
  let old = 0;
  let ready = 0;
  const endMs = performance.now() + 60_000;
  for (let nth = 0; ready < readyTimes; nth += 1) {
    if (performance.now() > endMs) throw new Error(`not ready in time: ${await told(forewarm)}`);
    const { wasReady, servedOld } = await servesOld(forewarm, edge, watched[nth % watched.length] ?? '');
    ready += wasReady ? 1 : 0;
    old += servedOld ? 1 : 0;
  }
  return old;
}

/** As a balancer and its users do: whether an old body was served though the node had just been called ready. */
async function servesOld(forewarm: LabForewarm, edge: LabEdge, path: string): Promise<{ servedOld: boolean; wasReady: boolean }> {
  const wasReady = (await told(forewarm)) === '200 ready';
  const answer = await edge.get(host, path).catch(() => undefined);
  return { wasReady, servedOld: wasReady && answer?.text.includes('body old ') === true };
}

describe('an edge that was stopped while content changed', () => {
  test('serves no old body once it is called ready, when it comes back during the refresh', { timeout: 120_000 }, async () => {
    await using origin = await startOrigin({ otherwise: version('old') });
    await using edge = await startNginxEdge({ upstream: origin.port });
    await using forewarm = await startForewarm({ nodes: [nodeOf('edge', edge)], domains: [domain] });
    for (const pauseMs of [0, 100, 400, 1500]) {
      const path = `/${pauseMs}`;
      await warm(forewarm, [path]);
      await edge.stop();
      origin.set(path, version('new'));
      const task = await refresh(forewarm, [path]);
      await becomes(forewarm, '503 away');
      await delay(pauseMs);
      await edge.start();
      expect([pauseMs, await oldWhileReady(forewarm, edge, [path], 20)]).toEqual([pauseMs, 0]);
      expect((await waitForTask(forewarm.client, task)).Status).toBe('success');
    }
  });

  test('is made to forget before it is ready when it comes back after that, on its old disk', { timeout: 120_000 }, async () => {
    await using origin = await startOrigin({ otherwise: version('old') });
    await using edge = await startNginxEdge({ upstream: origin.port });
    await using forewarm = await startForewarm({
      nodes: [nodeOf('edge', edge)],
      domains: [domain],
      more: { timeouts: { nodeDownMs: 1500 } },
    });
    await warm(forewarm);
    await edge.stop();
    for (const path of paths) origin.set(path, version('new'));
    const task = await refresh(forewarm, paths.slice(0, 6));
    expect((await waitForTask(forewarm.client, task)).Status).toBe('failure');
    expect(await told(forewarm)).toBe('503 away');
    await edge.start();
    const before = (await edge.get(host, paths[0] ?? '')).text;
    expect(before).toContain('body old ');
    expect(await told(forewarm)).toMatch(/^503 /);
    expect(await oldWhileReady(forewarm, edge, paths.slice(0, 6), 20)).toBe(0);
    // What was not refreshed stays as it was.
    expect((await edge.get(host, paths[8] ?? '')).text).toContain('body old ');
  });
});

test(
  'an edge and its shield that come back together: what the shield has kept does not come into the edge',
  { timeout: 120_000 },
  async () => {
    await using origin = await startOrigin({ otherwise: version('old') });
    await using shield = await startNginxEdge({ upstream: origin.port });
    await using edge = await startNginxEdge({ upstream: shield.port });
    await using forewarm = await startForewarm({
      nodes: [nodeOf('shield', shield, { layer: 'mid' }), nodeOf('edge', edge)],
      domains: [{ ...domain, nodes: ['shield', 'edge'] }],
      more: { timeouts: { nodeDownMs: 1500 } },
    });
    await warm(forewarm);
    await Promise.all([shield.stop(), edge.stop()]);
    for (const path of paths) origin.set(path, version('new'));
    expect((await waitForTask(forewarm.client, await refresh(forewarm, paths))).Status).toBe('failure');
    expect([await told(forewarm), await told(forewarm, 'shield')]).toEqual(['503 away', '503 away']);
    await edge.wipe();
    await Promise.all([shield.start(), edge.start()]);
    expect(await oldWhileReady(forewarm, edge, paths, 40)).toBe(0);
    await becomes(forewarm, '200 ready', 'shield');
  },
);

describe.each([
  { name: 'nginx', start: startNginxEdge },
  { name: 'varnish', start: startVarnish },
])('a $name edge that lost its store while it was down', ({ start }) => {
  test('is warm before it is ready, with what was prefetched meanwhile', { timeout: 120_000 }, async () => {
    await using origin = await startOrigin({ otherwise: version('1') });
    await using edge = await start({ upstream: origin.port });
    await using forewarm = await startForewarm({ nodes: [nodeOf('edge', edge)], domains: [domain] });
    await warm(forewarm);
    await edge.stop();
    await edge.wipe();
    await prefetch(forewarm, ['/meanwhile']);
    await becomes(forewarm, '503 away');
    await edge.start();
    await toldUntilReady(forewarm);
    expect(await hits(edge, [...paths, '/meanwhile'])).toEqual([...paths, '/meanwhile']);
  });
});

test('a store that is wiped without downtime is found and filled again', { timeout: 120_000 }, async () => {
  await using origin = await startOrigin({ otherwise: version('1') });
  await using edge = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await startForewarm({ nodes: [nodeOf('edge', edge)], domains: [domain] });
  await warm(forewarm);
  const cache = join(edge.folder, 'cache');
  for (const entry of await readdir(cache, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await rm(join(entry.parentPath, entry.name));
  }
  await expect.poll(() => forewarm.log(), { timeout: 30_000 }).toContain('node has lost its store');
  expect(forewarm.log()).toContain('were missing');
  await becomes(forewarm, '200 ready');
  expect(await hits(edge)).toEqual(paths);
});

describe('what can’t be had', () => {
  test('does not hold an edge: a 404 has ended as well', { timeout: 120_000 }, async () => {
    await using origin = await startOrigin({ otherwise: version('1') });
    await using edge = await startNginxEdge({ upstream: origin.port });
    await using forewarm = await startForewarm({ nodes: [nodeOf('edge', edge)], domains: [domain] });
    await warm(forewarm);
    await edge.stop();
    await edge.wipe();
    origin.set('/3', status(404));
    await prefetch(forewarm, ['/x']);
    await becomes(forewarm, '503 away');
    await edge.start();
    await becomes(forewarm, '200 ready');
    expect(await hits(edge)).toEqual(paths.filter((path) => path !== '/3'));
  });

  test('holds it for readyMaxMs at the longest', { timeout: 120_000 }, async () => {
    const gate = Promise.withResolvers<void>();
    await using origin = await startOrigin({ otherwise: version('1') });
    await using edge = await startNginxEdge({ upstream: origin.port });
    await using forewarm = await startForewarm({
      nodes: [nodeOf('edge', edge)],
      domains: [domain],
      more: { timeouts: { readyMaxMs: 4000 } },
    });
    await warm(forewarm);
    await edge.stop();
    await edge.wipe();
    origin.set('/3', after(gate.promise, version('1')));
    await prefetch(forewarm, ['/x']);
    await becomes(forewarm, '503 away');
    await edge.start();
    await becomes(forewarm, '503 warming');
    await becomes(forewarm, '200 ready');
    expect(forewarm.log()).toContain('timeouts.readyMaxMs');
    gate.resolve();
    // It gets it all the same.
    await expect.poll(async () => (await edge.get(host, '/3')).hit).toBe(true);
  });
});

test('an operator has a node replay, drains it and ends that, by the command line', { timeout: 120_000 }, async () => {
  await using origin = await startOrigin({ otherwise: version('1') });
  await using edge = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await startForewarm({ nodes: [nodeOf('edge', edge)], domains: [domain] });
  await warm(forewarm);
  const nodes = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCli(['nodes', ...args], { env: { ...forewarm.clientEnv, COLUMNS: '200' } });
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  };

  // Somebody emptied the cache, and nobody need wait until that is found.
  await edge.wipe();
  expect(await nodes('resync', 'edge')).toContain('edge: not ready');
  await becomes(forewarm, '200 ready');
  expect(await hits(edge)).toEqual(paths);

  expect(await nodes('drain', 'edge')).toContain('demo-public drained it');
  expect(await told(forewarm)).toBe('503 drained');
  const waiting = await prefetch(forewarm, ['/later']);
  await edge.wipe();
  await forewarm.crash();
  await forewarm.start();
  expect(await told(forewarm)).toBe('503 drained');
  expect(await nodes()).toMatch(/edge +drained/);
  expect(origin.count('/later')).toBe(0);

  await nodes('undrain', 'edge');
  expect(await toldUntilReady(forewarm)).not.toContain('503 drained');
  expect(await hits(edge)).toEqual(paths);
  expect((await waitForTask(forewarm.client, waiting)).Status).toBe('success');
});

test('kill -9 of forewarm in the midst of a replay: it goes on, and begins nothing anew', { timeout: 120_000 }, async () => {
  const many = Array.from({ length: 120 }, (_, index) => `/${index}`);
  await using origin = await startOrigin({ otherwise: version('1') });
  await using edge = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await startForewarm({
    nodes: [nodeOf('edge', edge)],
    domains: [{ ...domain, rate: { requestsPerSecond: 40 } }],
  });
  await warm(forewarm, many);
  await edge.wipe();
  origin.forget();
  await runCli(['nodes', 'resync', 'edge'], { env: forewarm.clientEnv });
  await expect.poll(() => origin.requests.length, { timeout: 20_000, interval: 10 }).toBeGreaterThan(40);
  await forewarm.crash();
  await forewarm.start();
  expect(await toldUntilReady(forewarm)).toEqual(['503 warming', '200 ready']);
  expect(await hits(edge, many)).toEqual(many);
  // Only what was not in the store by then is fetched again, and that is a HIT.
  expect(origin.requests.filter(({ url }) => many.includes(url)).length).toBe(many.length);
});

test('a node that is new in the configuration is warm before it is ready', { timeout: 120_000 }, async () => {
  await using origin = await startOrigin({ otherwise: version('1') });
  await using edge = await startNginxEdge({ upstream: origin.port });
  await using fresh = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await startForewarm({ nodes: [nodeOf('edge', edge)], domains: [domain] });
  await warm(forewarm);
  expect((await fetch(`${forewarm.endpoint}/readyz/nodes/fresh`)).status).toBe(404);
  await forewarm.configure({
    nodes: [nodeOf('edge', edge), nodeOf('fresh', fresh)],
    domains: [{ ...domain, nodes: ['edge', 'fresh'] }],
  });
  forewarm.signal('SIGHUP');
  await expect.poll(() => told(forewarm, 'fresh')).not.toBe('404 unknown');
  expect(await told(forewarm)).toBe('200 ready');
  await toldUntilReady(forewarm, 'fresh');
  expect(await hits(fresh)).toEqual(paths);
});
