import { describe, expect, test, vi } from 'vitest';
import { apiError } from '../../wire/apierror.ts';
import type { Answer } from '../../wire/actions.ts';
import { Cli } from '../testing/cli.ts';
import { FakeServer } from '../testing/fakeserver.ts';
import { Pty } from '../testing/pty.ts';

vi.setConfig({ testTimeout: 90_000 });

type Task = Answer<'DescribeUcdnTaskSummary'>['TaskSummaryList'][number];

const site = 'https://cdn.example.com';
const main = new URL('../../main.ts', import.meta.url).pathname;

/** On a terminal below a line of somebody else's, as in a shell. */
function watching(server: FakeServer, size: { columns: number; rows: number }): Pty {
  const script = `trap : INT; echo 'what stood there before'; "$0" "$1" tasks --watch; echo "ended with $?"`;
  return new Pty('sh', ['-c', script, process.execPath, main], { env: server.env, ...size });
}

function titles(screen: readonly string[]): number {
  return screen.filter((line) => line.startsWith('TASK ')).length;
}

/** Answers with tasks of a size, in the order of the API. */
function list(server: FakeServer, tasks: readonly Partial<Task>[]): void {
  const [plain] = server.tasks.summaries({ Offset: 0, Limit: 1 }).TaskSummaryList;
  server.instead.set('DescribeUcdnTaskSummary', () => ({
    TotalCount: tasks.length,
    TaskSummaryList: tasks.map((task) => ({ ...plain, ...task })),
  }));
}

async function serverWithTask(): Promise<FakeServer> {
  const server = await FakeServer.start();
  server.tasks.addEnded([`${site}/a`]);
  return server;
}

describe.concurrent('forewarm tasks --watch on a terminal', () => {
  test('shows tasks as they come and go on, in one place, and leaves the screen tidy on Ctrl-C', async () => {
    await using server = await serverWithTask();
    await using pty = watching(server, { columns: 80, rows: 24 });
    await pty.shows(/✓ success +██████████ 100 % +1\/1/);
    list(server, [
      {
        TaskId: 'NEWER',
        Status: 'process',
        Progress: 40,
        Bytes: '1500000',
        BytesPerSecond: '250000',
        UrlCount: 1000,
        SuccessCount: 380,
        FailureCount: 20,
      },
      { TaskId: 'OLDER', Status: 'unknow', UrlCount: 2, SuccessCount: 1, UnknowCount: 1 },
    ]);
    const screen = await pty.shows(/NEWER +→ process +████░{6} +40 % +400\/1,000 +20 +1\.50 MB +250 kB\/s.*\nOLDER +\? unknow/);
    expect(screen[0]).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d {2}1 running {2}250 kB\/s$/);
    expect(titles(screen)).toBe(1);
    pty.write('\u0003');
    expect(await pty.ended).toBe(0);
    const after = pty.screen;
    expect(after[0]).toBe('what stood there before');
    expect(titles(after)).toBe(1);
    expect(after.slice(-3)).toEqual([expect.stringMatching(/^NEWER/), expect.stringMatching(/^OLDER/), 'ended with 0']);
    expect(after.join('\n')).not.toContain('^C');
  });

  test('follows the size of its window', async () => {
    await using server = await serverWithTask();
    list(
      server,
      Array.from({ length: 60 }, (_, at) => ({ TaskId: `01TASK${String(60 - at).padStart(20, '0')}`, Comment: 'nightly' })),
    );
    await using pty = watching(server, { columns: 160, rows: 24 });
    expect(await pty.shows(/COMMENT(.|\n)*and \d+ older tasks/)).toHaveLength(24);
    for (const [columns, rows] of [
      [80, 24],
      [44, 12],
      [120, 40],
      [40, 6],
      [80, 24],
    ] as const) {
      pty.resize(columns, rows);
      const fits = (line: string): boolean => line.length < columns;
      const screen = await pty.until((lines) => lines.at(-1)?.startsWith('…') === true && lines.every(fits) && lines.length === rows);
      expect(titles(screen)).toBe(1);
      expect(screen.some((line) => line.includes('PROGRESS'))).toBe(columns > 60);
    }
  });

  test('waits for a server that is away for a while, and says so', async () => {
    await using server = await serverWithTask();
    await using pty = watching(server, { columns: 100, rows: 24 });
    await pty.shows(/Ctrl-C ends/);
    server.instead.set('DescribeUcdnTaskSummary', () => {
      throw apiError('unavailable', { detail: 'the disk is full' });
    });
    await pty.shows(/✓ success(.|\n)*refused with RetCode 150: .*trying again/);
    server.instead.delete('DescribeUcdnTaskSummary');
    const screen = await pty.until((lines) => lines.at(-1) === 'Ctrl-C ends');
    expect(screen.join('\n')).not.toContain('trying again');
  });
});

describe.concurrent('forewarm tasks --watch elsewhere', () => {
  test('tells each change on a line, as JSON where that is asked for', async () => {
    await using server = await serverWithTask();
    const plain = new Cli(['tasks', '--watch'], server);
    const json = new Cli(['tasks', '--watch', '--json'], server);
    await plain.said(/prefetch {2}success {2}1 URL succeeded\n/);
    await json.said(/"SuccessCount":1.*\n/);
    const id = server.tasks.addEnded([`${site}/404`, `${site}/b`]);
    await plain.said(/failure {2}1 of 2 URLs succeeded, 1 failed\n/);
    await json.said(/"FailureCount":1.*\n/);
    for (const cli of [plain, json]) cli.child.kill('SIGINT');
    const lines = (await json.ended).stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).TaskId)).toEqual([server.tasks.ids[0], id]);
    expect(await plain.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('ends as any command does when there is no server at first', async () => {
    await using server = await FakeServer.start();
    const cli = new Cli(['tasks', '--watch'], { env: { ...server.env, FOREWARM_PRIVATE_KEY: 'wrong' } });
    expect(await cli.ended).toMatchObject({ code: 4, stdout: '' });
    expect(await new Cli(['tasks', '--watch', '--until', '1h'], server).ended).toMatchObject({ code: 2 });
  });
});
