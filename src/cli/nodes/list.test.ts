import { describe, expect, test, vi } from 'vitest';
import { runCli } from '../testing/cli.ts';
import { FakeServer } from '../testing/fakeserver.ts';
import { idleNode } from '../testing/idlenode.ts';

// Each test starts the program a few times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

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
