import { describe, expect, test, vi } from 'vitest';
import { runCli } from './testing/cli.ts';
import { FakeServer } from './testing/fakeserver.ts';

// Each test starts the program a few times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

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
