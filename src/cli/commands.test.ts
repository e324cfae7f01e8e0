import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { runCli, TemporaryFolder } from './testing/cli.ts';
import { FakeServer, privateKey, publicKey } from './testing/fakeserver.ts';
import { idleNode } from './testing/idlenode.ts';

// Each test starts the program a few times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const site = 'https://cdn.example.com';
const deletedFile = { RefreshType: 'file', RefreshMode: 'delete', ThenPrefetch: false } as const;
async function withTask(paths: readonly string[]): Promise<FakeServer> {
  const server = await FakeServer.start();
  server.tasks.addEnded(paths.map((path) => `${site}/${path}`));
  return server;
}

describe.concurrent('forewarm tasks', () => {
  test('lists tasks in a table that keeps to 80 columns and to 40', async () => {
    await using server = await withTask(['a', '404']);
    const at80 = await runCli(['tasks'], { env: { ...server.env, COLUMNS: '80' } });
    expect(at80.stdout).toBe(`TASK                        TYPE      CREATED              STATUS   URLS  FAILED
${server.tasks.ids[0]}  prefetch  2027-01-15 08:00:00  failure     2       1
`);
    const at40 = await runCli(['tasks'], { env: { ...server.env, COLUMNS: '40' } });
    expect(at40.stdout).toBe(`TASK                        STATUS
${server.tasks.ids[0]}  failure
`);
  });

  test('is the answer of the API as JSON', async () => {
    await using server = await withTask(['a']);
    const { stdout } = await runCli(['tasks', '--json', '--status', 'success', '-n', '5'], server);
    expect(JSON.parse(stdout)).toMatchObject({ TotalCount: 1, TaskSummaryList: [{ TaskId: server.tasks.ids[0] }] });
  });

  test('lists both kinds, or the one that is asked for', async () => {
    await using server = await withTask(['a']);
    const refresh = server.tasks.addEnded([`${site}/b`], deletedFile);
    const { stdout } = await runCli(['tasks'], server);
    expect(stdout).toMatch(/prefetch /);
    expect(stdout).toMatch(/refresh /);
    const refreshes = await runCli(['tasks', '--type', 'refresh', '--json'], server);
    expect(JSON.parse(refreshes.stdout)).toMatchObject({ TotalCount: 1, TaskSummaryList: [{ TaskId: refresh, RefreshType: 'file' }] });
    expect(await runCli(['tasks', '--type', 'dir'], server)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('prefetch, refresh'),
    });
  });

  test('says how to make one, or to look further, where there is none', async () => {
    await using server = await FakeServer.start();
    expect((await runCli(['tasks'], server)).stdout).toBe(
      'No tasks here. forewarm prefetch URL makes one; --since 7d looks further back.\n',
    );
  });

  test('turns times into the window that the API knows', async () => {
    await using server = await FakeServer.start();
    await runCli(['tasks', '--since', '2026-11-24T08:00:00Z', '--until', '2026-11-25T08:00:00+08:00'], server);
    await runCli(['tasks', '--until', '2026-11-25T00:00:00Z'], server);
    const windows = server.calls.map(({ params }) => [params.get('BeginTime'), params.get('EndTime')]);
    const end = Date.UTC(2026, 10, 25) / 1000;
    expect(windows).toEqual([
      [Date.UTC(2026, 10, 24, 8) / 1000, end],
      [end - 86_400, end],
    ]);
  });

  test.each([
    ['--limit', '0'],
    ['--limit', '1e3'],
    ['--status', 'unknown'],
    ['--since', 'yesterday'],
    ['--since', '-3h'],
  ])('ends with 2 on %s %s', async (...args) => {
    await using server = await FakeServer.start();
    const { code, stderr } = await runCli(['tasks', `${args[0]}=${args[1]}`], server);
    expect(code).toBe(2);
    expect(stderr).toMatch(/accepted/i);
  });

  test('ends quietly when its reader has enough (| head)', async () => {
    await using server = await FakeServer.start();
    server.instead.set('DescribeUcdnTaskSummary', () => ({
      TotalCount: 1000,
      TaskSummaryList: Array.from({ length: 1000 }, (_, index) => ({
        TaskId: `T${String(index).padStart(400, '0')}`,
        Type: 'prefetch',
        Status: 'success',
        CreateTime: 0,
        SubmittedBy: 'x',
        Priority: 5,
        UrlCount: 0,
        WaitCount: 0,
        ProcessCount: 0,
        SuccessCount: 0,
        FailureCount: 0,
        UnknowCount: 0,
        Verdicts: { HitProven: 0, StoredLikely: 0, Uncacheable: 0, Unknown: 0 },
        Nodes: [],
      })),
    }));
    const main = new URL('../main.ts', import.meta.url).pathname;
    const script = `{ "$0" "${main}" tasks -n 1000; echo "ended with $?" >&2; } | head -n 1`;
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', script, process.execPath], {
      env: { ...process.env, ...server.env },
    });
    expect(stdout).toMatch(/^TASK/);
    expect(stderr).toBe('ended with 0\n');
  });
});

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

describe.concurrent('forewarm nodes', () => {
  test('shows load and trouble at 80 and at 40 columns', async () => {
    await using server = await FakeServer.start();
    server.nodes = [
      {
        ...idleNode,
        Name: 'shield',
        Layer: 'mid',
        Region: 'cn-sh2',
        InFlight: 12,
        Waiting: 3400,
        Succeeded: '1200000',
        Bytes: '5000000000',
      },
      { ...idleNode, Name: 'edge-a', Paused: true },
      {
        ...idleNode,
        Name: 'edge-b',
        Failed: '7',
        TroubleReason: 'connect',
        TroubleMessage: 'connection refused by 10.0.0.3:80',
        TroubleSince: 1_800_000_000,
      },
    ];
    const at80 = await runCli(['nodes'], { env: { ...server.env, COLUMNS: '80' } });
    expect(at80.stdout).toBe(`NODE    STATE    LAYER  CACHE  RUNNING  WAITING         OK  FAILED    BYTES
shield  busy     mid    nginx    12/64    3,400  1,200,000       0  5.00 GB
edge-a  paused   edge   nginx     0/64        0          0       0      0 B
edge-b  connect  edge   nginx     0/64        0          0       7      0 B
edge-b: connection refused by 10.0.0.3:80 (since 2027-01-15 08:00:00)
`);
    const at40 = await runCli(['nodes'], { env: { ...server.env, COLUMNS: '40' } });
    expect(at40.stdout).toBe(`NODE    STATE    RUNNING  FAILED
shield  busy       12/64       0
edge-a  paused      0/64       0
edge-b  connect     0/64       7
edge-b: connection refused by
10.0.0.3:80 (since 2027-01-15 08:00:00)
`);
    const json = await runCli(['nodes', '--json'], server);
    expect(JSON.parse(json.stdout)).toEqual({ NodeList: server.nodes });
  });

  test('says where nodes come from when there are none', async () => {
    await using server = await FakeServer.start();
    expect((await runCli(['nodes'], server)).stdout).toContain('configured under nodes:');
  });
});

describe.concurrent('forewarm pause and resume', () => {
  test('stop and release scopes, and tell what is paused then', async () => {
    await using server = await FakeServer.start();
    const paused = await runCli(['pause', '--domain', 'a.example', '--node', 'edge-a'], server);
    expect(paused.stdout).toBe(`PAUSED  NAME       SINCE                BY
domain  a.example  2027-01-15 08:00:00  demo-public
node    edge-a     2027-01-15 08:00:00  demo-public
`);
    await runCli(['pause'], server);
    const left = await runCli(['resume', '--node', 'edge-a', '--json'], server);
    expect(JSON.parse(left.stdout)).toMatchObject({ PauseList: [{ Scope: 'domain' }, { Scope: 'all', Name: '' }] });
    await runCli(['resume'], server);
    await runCli(['resume', '--domain', 'a.example'], server);
    expect((await runCli(['pause', '--list'], server)).stdout).toBe('Nothing is paused.\n');
    expect(server.calls.filter((call) => call.action === 'PauseUcdnFetch')).toHaveLength(3);
  });

  test('--list goes with no scope', async () => {
    await using server = await FakeServer.start();
    expect(await runCli(['pause', '--list', '--node', 'a'], server)).toMatchObject({ code: 2 });
    expect(server.calls).toEqual([]);
  });
});

describe.concurrent('Where a client takes its server from', () => {
  const config = (port: string): string => `listen: 127.0.0.1:${port}
projects: [{ id: org-main }]
keys:
  - { publicKey: partner, privateKey: x, account: sub }
  - { publicKey: ended, privateKey: x, expires: 2020-01-01T00:00:00Z }
  - { publicKey: ${publicKey}, privateKey: ${privateKey} }
`;

  test('./forewarm.yaml: its listen address and its first main key that has not expired', async () => {
    await using server = await FakeServer.start();
    using folder = new TemporaryFolder();
    writeFileSync(join(folder.path, 'forewarm.yaml'), config(new URL(server.endpoint).port));
    expect(await runCli(['nodes'], { cwd: folder.path })).toMatchObject({ code: 0 });
  });

  test('--config, where the environment does not say otherwise', async () => {
    await using server = await FakeServer.start();
    using folder = new TemporaryFolder();
    const file = join(folder.path, 'other.yaml');
    writeFileSync(file, config('1'));
    expect(await runCli(['nodes', '--config', file], { env: { FOREWARM_ENDPOINT: server.endpoint } })).toMatchObject({ code: 0 });
    const named = { FOREWARM_ENDPOINT: server.endpoint, FOREWARM_PUBLIC_KEY: 'partner' };
    expect(await runCli(['nodes', '--config', file], { env: named })).toMatchObject({ code: 4 });
  });

  test('nowhere: the message says what is missing', async () => {
    using folder = new TemporaryFolder();
    const { code, stderr } = await runCli(['nodes'], { cwd: folder.path, env: { FOREWARM_PUBLIC_KEY: 'x' } });
    expect(code).toBe(2);
    expect(stderr).toContain('FOREWARM_ENDPOINT, FOREWARM_PRIVATE_KEY are not set, and there is no forewarm.yaml here');
  });

  test('a configuration with faults is told as such', async () => {
    using folder = new TemporaryFolder();
    writeFileSync(join(folder.path, 'forewarm.yaml'), 'lissten: 1\n');
    const { code, stderr } = await runCli(['tasks'], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain('forewarm.yaml:1:1: lissten is not a known key, did you mean listen?');
  });

  test('a project by --project before FOREWARM_PROJECT_ID', async () => {
    await using server = await FakeServer.start();
    await runCli(['nodes'], { env: { ...server.env, FOREWARM_PROJECT_ID: 'org-env' } });
    await runCli(['nodes', '--project', 'org-line'], { env: { ...server.env, FOREWARM_PROJECT_ID: 'org-env' } });
    expect(server.calls.map(({ params }) => params.get('ProjectId'))).toEqual(['org-env', 'org-line']);
  });
});

describe.concurrent('What goes wrong on the way', () => {
  test('no server: 3, with what to do', async () => {
    const server = await FakeServer.start();
    const { env } = server;
    await server[Symbol.asyncDispose]();
    const { code, stdout, stderr } = await runCli(['nodes'], { env });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain("can't be reached");
    expect(stderr).toContain('forewarm serve');
  });

  test('a wrong key: 4, with the RetCode', async () => {
    await using server = await FakeServer.start();
    const { code, stderr } = await runCli(['nodes'], { env: { ...server.env, FOREWARM_PRIVATE_KEY: 'other-private' } });
    expect(code).toBe(4);
    expect(stderr).toContain('RetCode 171');
    expect(stderr).not.toContain('other-private');
  });

  test('an endpoint that is none: 2', async () => {
    await using server = await FakeServer.start();
    expect(await runCli(['nodes'], { env: { ...server.env, FOREWARM_ENDPOINT: 'localhost' } })).toMatchObject({ code: 2 });
  });
});

describe.concurrent('The command line itself', () => {
  test('has a version, help with examples, and mends a slip', async () => {
    expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await runCli(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('Examples:');
    expect(await runCli(['prefech', 'x'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Did you mean prefetch?'),
    });
    expect(await runCli([])).toMatchObject({ code: 2, stdout: '' });
  });

  test('lists what works in this version and nothing else', async () => {
    const { stdout } = await runCli(['--help']);
    const listed = [...stdout.matchAll(/^ {2}([a-z-]+) .*\[?(?:options|command)\]/gm)].map(([, name]) => name);
    expect(listed).toEqual([
      'init',
      'check-config',
      'probe',
      'serve',
      'prefetch',
      'refresh',
      'tasks',
      'task',
      'cancel',
      'retry',
      'explain',
      'coverage',
      'nodes',
      'pause',
      'resume',
      'keys',
      'audit',
      'help',
    ]);
  });

  test.each(['init', 'check-config', 'serve', 'prefetch', 'refresh', 'tasks', 'task', 'explain', 'coverage', 'nodes', 'pause', 'resume'])(
    '%s --help has examples within 80 columns',
    async (name) => {
      const { code, stdout } = await runCli([name, '--help'], { env: { COLUMNS: '80' } });
      expect(code).toBe(0);
      expect(stdout).toContain('Examples:\n  ');
      const [usage = ''] = stdout.split('Examples:');
      expect(Math.max(...usage.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );
});
