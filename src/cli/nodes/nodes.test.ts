import { describe, expect, test, vi } from 'vitest';
import { apiError } from '../../wire/apierror.ts';
import { runCli } from '../testing/cli.ts';
import { FakeServer } from '../testing/fakeserver.ts';
import { idleNode } from '../testing/idlenode.ts';

// Each test starts the program a few times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

describe.concurrent('forewarm nodes', () => {
  test('shows which node users may not come to, and why', async () => {
    await using server = await FakeServer.start();
    const down = { DownReason: 'connect', DownMessage: 'no connection to 10.0.0.3:80', DownSince: 1_800_000_000 } as const;
    server.nodes = [
      { ...idleNode, Name: 'a' },
      { ...idleNode, Name: 'b', ...down, LedgerState: 'away', LedgerReason: 'no connection to 10.0.0.3:80' },
      { ...idleNode, Name: 'c', LedgerState: 'warming', LedgerOpenUrls: 1200, LedgerReason: 'it is new in the configuration' },
      { ...idleNode, Name: 'd', LedgerState: 'drained', LedgerReason: 'ops drained it' },
    ];
    const { stdout } = await runCli(['nodes'], { env: { ...server.env, COLUMNS: '200' } });
    expect(stdout.replaceAll(/ +/g, ' ').split('\n')).toEqual([
      'NODE STATE LAYER CACHE RUNNING WAITING OK FAILED BYTES',
      'a idle edge nginx 0/64 0 0 0 0 B',
      'b down edge nginx 0/64 0 0 0 0 B',
      'c warming edge nginx 0/64 0 0 0 0 B',
      'd drained edge nginx 0/64 0 0 0 0 B',
      'b: no connection to 10.0.0.3:80 (since 2027-01-15 08:00:00)',
      'c: not ready: it gets what it should hold, 1,200 URLs to go, since 2027-01-15 08:00:00 (it is new in the configuration)',
      'd: drained: nothing is fetched through it, since 2027-01-15 08:00:00 (ops drained it)',
      '',
    ]);
  });
});

describe.concurrent('forewarm nodes resync, drain and undrain', () => {
  const answer = { Node: 'edge-a', LedgerState: 'away', LedgerSince: 1_800_000_000, LedgerOpenUrls: 0, LedgerReason: 'ops drained it' };

  test.each([
    ['resync', 'ResyncUcdnNode'],
    ['drain', 'DrainUcdnNode'],
    ['undrain', 'UndrainUcdnNode'],
  ] as const)('%s goes through the names once each and tells how each stands then', async (command, action) => {
    await using server = await FakeServer.start();
    server.instead.set(action, () => answer);
    const { code, stdout } = await runCli(['nodes', command, 'edge-a', 'edge-b', 'edge-a'], server);
    expect(code).toBe(0);
    expect(server.calls.map((call) => [call.action, call.params.get('Node')])).toEqual([
      [action, 'edge-a'],
      [action, 'edge-b'],
    ]);
    expect(stdout.split('\n')[1]).toBe(
      'edge-b: not ready: it is away, or what it missed is being put together, since 2027-01-15 08:00:00 (ops drained it)',
    );
  });

  test('is the answers of the API as JSON, wherever the option stands', async () => {
    await using server = await FakeServer.start();
    server.instead.set('DrainUcdnNode', () => answer);
    for (const args of [
      ['nodes', '--json', 'drain', 'edge-a'],
      ['nodes', 'drain', 'edge-a', '--json'],
    ]) {
      expect(JSON.parse((await runCli(args, server)).stdout)).toEqual({ NodeList: [answer] });
    }
  });

  test('ends with 4 and the server’s words at a name that is not there, and with 2 without a name', async () => {
    await using server = await FakeServer.start();
    server.instead.set('ResyncUcdnNode', () => {
      throw apiError('nodeUnknown', { subject: 'edge-z', detail: 'accepted is a name that DescribeUcdnNode lists' });
    });
    expect(await runCli(['nodes', 'resync', 'edge-z'], server)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('Node [edge-z] not exists'),
    });
    expect(await runCli(['nodes', 'drain'], server)).toMatchObject({ code: 2, stderr: expect.stringContaining('name') });
  });
});
