import { describe, expect, test, vi } from 'vitest';
import { runCli } from './testing/cli.ts';
import { FakeServer } from './testing/fakeserver.ts';

// Each test starts the program a few times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const waiting = {
  CallbackId: '7',
  TaskId: 'T1',
  Url: 'https://hooks.test/x',
  Status: 'waiting',
  TaskEndTime: 1_800_000_000,
  Attempts: 2,
  LastTime: 1_800_000_002,
  LastCode: 500,
  LastError: 'the answer was 500',
  NextTime: 1_800_000_005,
};
const { NextTime: _next, LastError: _error, ...ended } = waiting;

describe.concurrent('forewarm callbacks', () => {
  test('lists who was told and who is still to be told', async () => {
    await using server = await FakeServer.start();
    server.instead.set('DescribeUcdnCallback', () => ({
      TotalCount: 2000,
      CallbackList: [waiting, { ...ended, CallbackId: '6', Status: 'delivered', Attempts: 1, LastCode: 204 }],
    }));
    const args = ['callbacks', '--task', 'T1', '--status', 'waiting', '--limit', '2'];
    const { stdout } = await runCli(args, { env: { ...server.env, COLUMNS: '200' } });
    expect(stdout.replaceAll(/ +/g, ' ').split('\n')).toEqual([
      'ID TASK ENDED STATUS TRIES NEXT ADDRESS WHY',
      '7 T1 2027-01-15 08:00:00 waiting 2 2027-01-15 08:00:05 https://hooks.test/x the answer was 500',
      '6 T1 2027-01-15 08:00:00 delivered 1 https://hooks.test/x',
      '2,000 in all: --limit shows more.',
      '',
    ]);
    expect(Object.fromEntries(server.calls[0]?.params ?? [])).toMatchObject({ TaskId: ['T1'], Status: 'waiting', Limit: 2 });
  });

  test('says so when there is none, and prints JSON for programs', async () => {
    await using server = await FakeServer.start();
    server.instead.set('DescribeUcdnCallback', () => ({ TotalCount: 0, CallbackList: [] }));
    expect((await runCli(['callbacks'], server)).stdout).toBe('No callback of that kind.\n');
    expect(JSON.parse((await runCli(['callbacks', '--json'], server)).stdout)).toMatchObject({ TotalCount: 0, CallbackList: [] });
  });

  test('redeliver sends what is named once more, and tells what could not be', async () => {
    await using server = await FakeServer.start();
    server.instead.set('RedeliverUcdnCallback', () => ({ RedeliveredList: ['7'] }));
    const { code, stdout, stderr } = await runCli(['callbacks', 'redeliver', '7', '8'], server);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '7 is sent once more\n',
      stderr: 'Not sent, since their addresses are no longer configured: 8\n',
    });
    await runCli(['callbacks', 'redeliver', '--task', 'T1'], server);
    expect(server.calls.map(({ params }) => [params.get('CallbackId'), params.get('TaskId')])).toEqual([
      [['7', '8'], undefined],
      [undefined, 'T1'],
    ]);
  });

  test.each([
    [['redeliver'], 'ids of callbacks, or --task ID'],
    [['redeliver', '7', '--task', 'T1'], 'ids of callbacks, or --task ID'],
    [['--limit', '1001'], 'a whole number from 1 to 1000'],
    [['--status', 'lost'], 'Allowed choices are waiting, delivered, failed, dropped'],
  ])('%j is wrong usage', async (args, accepted) => {
    const { code, stderr } = await runCli(['callbacks', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(accepted);
  });
});
