import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { body, slow } from '../../lab/behaviours.ts';
import { startForewarm } from '../../lab/forewarm.ts';
import { startOrigin } from '../../lab/origin.ts';
import { waitForTask } from '../../src/client/index.ts';

const host = 'cdn.test';
const mainFile = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const run = promisify(execFile);

describe('SIGTERM', () => {
  test('lets running fetches end, writes what is known, begins nothing more and exits 0', async () => {
    await using origin = await startOrigin({ otherwise: slow({ sizeBytes: 10_000, bytesPerSecond: 10_000 }) });
    await using forewarm = await startForewarm({
      nodes: [{ name: 'edge', address: origin.address, concurrency: 2 }],
      domains: [{ name: host, nodes: ['edge'] }],
    });
    const UrlList = Array.from({ length: 6 }, (_, index) => `http://${host}/${index}`);
    const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList });
    await origin.arrived('/1');
    const exited = forewarm.exited();
    await forewarm.stop();
    expect(await exited).toBe(0);
    expect(origin.requests.map(({ url, isCut }) => [url, isCut])).toEqual([
      ['/0', false],
      ['/1', false],
    ]);
    origin.forget();
    await forewarm.start();
    await waitForTask(forewarm.client, TaskId, { pollMs: 100 });
    expect(origin.requests.map(({ url }) => url)).toEqual(['/2', '/3', '/4', '/5']);
  });
});

describe('a second server', () => {
  test('on the same SQLite file is refused with a sentence that names it', async () => {
    await using forewarm = await startForewarm({ nodes: [], domains: [] });
    const second = run(process.execPath, [mainFile, 'serve', '--config', forewarm.configFile]);
    await expect(second).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(forewarm.storeFile) });
    await expect(second).rejects.toMatchObject({ stderr: expect.stringContaining('served by another forewarm') });
    expect((await fetch(`${forewarm.endpoint}/readyz`)).status).toBe(200);
  });
});

describe('SIGHUP', () => {
  test('takes over domains, nodes and keys while tasks run; a faulty file changes nothing', async () => {
    await using origin = await startOrigin({ otherwise: body() });
    const nodes = [{ name: 'edge', address: origin.address }];
    await using forewarm = await startForewarm({ nodes, domains: [] });
    const submit = () => forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}/new`] });
    await expect(submit()).rejects.toMatchObject({ retCode: 600 });

    await forewarm.configure({ nodes, domains: [{ name: host, nodes: ['edge'] }] });
    forewarm.signal('SIGHUP');
    await expect
      .poll(() =>
        submit().then(
          () => 'taken',
          () => 'refused',
        ),
      )
      .toBe('taken');

    await forewarm.configure({ nodes, domains: [{ name: host, nodse: ['edge'] }] });
    forewarm.signal('SIGHUP');
    await expect.poll(() => forewarm.log()).toContain('nodse');
    await submit();
  });
});

test('/healthz, /readyz and /metrics tell of a running server', async () => {
  await using origin = await startOrigin();
  await using forewarm = await startForewarm({
    nodes: [{ name: 'edge', address: origin.address }],
    domains: [{ name: host, nodes: ['edge'] }],
  });
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}/a`] });
  await waitForTask(forewarm.client, TaskId, { pollMs: 50 });
  expect((await fetch(`${forewarm.endpoint}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${forewarm.endpoint}/readyz`)).json()).toMatchObject({
    status: 'ready',
    nodes: [{ name: 'edge', state: 'ok' }],
  });
  const metrics = async () => (await fetch(`${forewarm.endpoint}/metrics`)).text();
  await expect.poll(metrics, { timeout: 5000 }).toContain('forewarm_node_urls_succeeded_total{node="edge",layer="edge"} 1');
  expect(await metrics()).toContain('forewarm_tasks_ended_total{status="succeeded"} 1');
  expect(await metrics()).toContain('forewarm_open_urls 0');
  expect(await metrics()).toMatch(/^forewarm_ready 1$/m);
});
