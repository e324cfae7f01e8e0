import { describe, expect, test, vi } from 'vitest';
import { runCli } from './testing/cli.ts';
import { FakeServer } from './testing/fakeserver.ts';

// Each test starts the program a few times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const site = 'https://cdn.example.com';
const deletedFile = { RefreshType: 'file', RefreshMode: 'delete', ThenPrefetch: false } as const;

async function withTask(paths: readonly string[]): Promise<FakeServer> {
  const server = await FakeServer.start();
  server.tasks.addEnded(paths.map((path) => `${site}/${path}`));
  return server;
}

describe.concurrent('forewarm task', () => {
  test('tells how far a task is and why URLs failed; its exit code says whether all is well', async () => {
    await using server = await withTask(['a', '404']);
    const [id = ''] = server.tasks.ids;
    const { code, stdout } = await runCli(['task', id], server);
    expect(code).toBe(1);
    expect(stdout).toBe(`${id}  failure
  1 of 2 URLs succeeded, 1 failed
  in the caches of its nodes: 2 stored-likely
  prefetch, created 2027-01-15 08:00:00 by demo-public
  nodes: edge-a, edge-b

HTTP 404: 1 URL on edge-a, edge-b
  ${site}/404
    edge-a: the node answered with status 404
`);
  });

  test('lists each URL on each node', async () => {
    await using server = await withTask(['a', 'refused']);
    const [id = ''] = server.tasks.ids;
    const { stdout } = await runCli(['task', id, '--urls'], { env: { ...server.env, COLUMNS: '95' } });
    expect(stdout).toContain(`
STATUS     %  NODE    HTTP    BYTES  CACHE SAYS     VERDICT        URL
success  100  edge-a   200  1.05 MB  X-Cache: MISS  stored-likely  https://cdn.example.com/a
success  100  edge-b   200  1.05 MB  X-Cache: MISS  stored-likely  https://cdn.example.com/a
success   40  edge-a   200  1.05 MB  X-Cache: MISS  stored-likely  https://cdn.ex…e.com/refused
failure   40  edge-b                                               https://cdn.ex…e.com/refused
`);
    const narrow = await runCli(['task', id, '--urls'], { env: { ...server.env, COLUMNS: '40' } });
    expect(Math.max(...narrow.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  test('that is a refresh says what it was to do, what each node did, and why one could not', async () => {
    await using server = await FakeServer.start();
    const order = { RefreshType: 'dir', RefreshMode: 'expire', ThenPrefetch: false } as const;
    const id = server.tasks.addEnded([`${site}/a/`, `${site}/unsupported/`], order);
    const { code, stdout } = await runCli(['task', id, '--urls'], { env: { ...server.env, COLUMNS: '100' } });
    expect(code).toBe(1);
    expect(stdout).toBe(`${id}  failure
  1 of 2 URLs succeeded, 1 failed
  refresh dir (expire), created 2027-01-15 08:00:00 by demo-public
  nodes: edge-a, edge-b

unsupported: 1 URL on edge-b
  ${site}/unsupported/
    edge-b: this node has no way to forget a directory

STATUS     %  NODE    HTTP  BYTES  NOTE                URL
success  100  edge-a   200    0 B  deleted with PURGE  https://cdn.example.com/a/
success  100  edge-b   200    0 B  deleted with PURGE  https://cdn.example.com/a/
success   40  edge-a   200    0 B  deleted with PURGE  https://cdn.example.com/unsupported/
failure   40  edge-b                                   https://cdn.example.com/unsupported/
`);
    const prefetched = server.tasks.addEnded([`${site}/a`], { ...deletedFile, ThenPrefetch: true });
    expect((await runCli(['task', prefetched], server)).stdout).toContain('  refresh file (delete), then prefetch, created ');
  });

  test('is JSON for a program, URLs and all', async () => {
    await using server = await withTask(['a', 'unknown']);
    const [id = ''] = server.tasks.ids;
    const { code, stdout } = await runCli(['task', id, '--json', '--urls', '--accept-unknown'], server);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      Tasks: [{ TaskId: id, UnknowCount: 1 }],
      Failures: [{ Status: 'unknow', Reason: 'removed' }],
      UrlDetailList: [{ Url: `${site}/a` }, { Url: `${site}/unknown` }],
    });
  });

  test('--watch waits for several, of both kinds', async () => {
    await using server = await FakeServer.start();
    server.tasks.addEnded([`${site}/a`]);
    server.tasks.addEnded([`${site}/b`], deletedFile);
    const { code, stdout } = await runCli(['task', ...server.tasks.ids, '--watch'], server);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 URLs succeeded/);
  });

  test('that is not there can not be known', async () => {
    await using server = await FakeServer.start();
    const { code, stderr } = await runCli(['task', 'nope'], server);
    expect(code).toBe(1);
    expect(stderr).toContain('the project has no task nope');
  });
});
