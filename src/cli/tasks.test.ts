import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
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
