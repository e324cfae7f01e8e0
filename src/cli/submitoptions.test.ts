import { describe, expect, test, vi } from 'vitest';
import { runCli } from './testing/cli.ts';
import { FakeServer } from './testing/fakeserver.ts';

/** What `prefetch` and `refresh` may say of a submit beside its URLs. */

// Each test starts the program, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const site = 'https://cdn.example.com';
const commands: readonly (readonly [string, ...string[]])[] = [['prefetch'], ['refresh', '--type', 'file']];

const dryRun = {
  TaskId: '',
  DryRunList: [
    {
      Node: 'shield',
      Layer: 'mid',
      UrlCount: 1200,
      ObjectCount: 2400,
      SizeBytes: '5000000000',
      UnsizedCount: 3,
      UnsizedBecause: 'it is down',
    },
    { Node: 'edge-a', Layer: 'edge', UrlCount: 5, ObjectCount: 5, SizeBytes: '10', UnsizedCount: 0 },
  ],
  UnaskedUrlCount: 700,
};
const withoutSizes = { TaskId: '', DryRunList: [{ Node: 'edge-a', Layer: 'edge', UrlCount: 5, ObjectCount: 10 }] };

/** A server that answers dry runs so, of either command. */
async function trying(answer: object): Promise<FakeServer> {
  const server = await FakeServer.start();
  for (const action of ['PrefetchNewUcdnDomainCache', 'RefreshNewUcdnDomainCache'] as const) server.instead.set(action, () => answer);
  return server;
}

describe.concurrent.each(commands.map((command) => ({ command })))('forewarm $command', ({ command }) => {
  test('sends all of it', async () => {
    await using server = await FakeServer.start();
    const around = ['--priority', '9', '--comment', 'release 7', '--node', 'edge-a', '--node', 'edge-b', '--region', 'r1'];
    const more = ['--layer', 'edge', '--after', 'T0', '--header', 'Accept-Encoding: br', '--header', 'Accept: text/html'];
    expect(await runCli([...command, `${site}/a`, ...around, ...more], server)).toMatchObject({ code: 0 });
    expect(Object.fromEntries(server.calls[0]?.params ?? [])).toMatchObject({
      Priority: expect.anything(),
      Comment: 'release 7',
      Nodes: ['edge-a', 'edge-b'],
      NodeRegion: 'r1',
      NodeLayer: 'edge',
      AfterTaskId: 'T0',
      Header: ['Accept-Encoding: br', 'Accept: text/html'],
      ClientToken: expect.any(String),
    });
  });

  test('sends none of it unless it is said', async () => {
    await using server = await FakeServer.start();
    expect(await runCli([...command, `${site}/a`], server)).toMatchObject({ code: 0 });
    const sent = new Set(server.calls[0]?.params.keys());
    for (const name of ['Priority', 'Comment', 'Nodes', 'NodeRegion', 'NodeLayer', 'AfterTaskId', 'Header', 'DryRun', 'DryRunSizes'])
      expect(sent.has(name)).toBe(false);
  });

  test.each([
    ['--priority', '10'],
    ['--priority', 'high'],
    ['--layer', 'top'],
  ])('ends with 2 on %s %s', async (...args) => {
    await using server = await FakeServer.start();
    expect(await runCli([...command, `${site}/a`, ...args], server)).toMatchObject({ code: 2, stdout: '' });
    expect(server.calls).toEqual([]);
  });

  test('ends with 4 on a header that is not safe: the server names what is', async () => {
    await using server = await FakeServer.start();
    const { code, stderr } = await runCli([...command, `${site}/a`, '--header', 'Cookie: a=b'], server);
    expect(code).toBe(4);
    expect(stderr).toContain('Header.0');
  });

  test('--dry-run tells what each node would do, and submits nothing', async () => {
    await using server = await trying(withoutSizes);
    const { code, stdout, stderr } = await runCli([...command, `${site}/a`, '--dry-run'], server);
    expect([code, stdout]).toEqual([0, 'NODE    LAYER  URLS  OBJECTS\nedge-a  edge      5       10\n']);
    expect(stderr).toBe('A dry run: nothing was submitted; it would be 1 task.\n');
    expect(server.calls.map(({ params }) => [params.get('DryRun'), params.has('DryRunSizes')])).toEqual([[true, false]]);
  });

  test('--sizes tells bytes, what is not known of them and why, and whom nobody was asked for', async () => {
    await using server = await trying(dryRun);
    const run = (...more: string[]) =>
      runCli([...command, `${site}/a`, '--dry-run', '--sizes', ...more], { env: { ...server.env, COLUMNS: '80' } });
    const { code, stdout, stderr } = await run();
    expect(code).toBe(0);
    expect(stdout).toBe(`NODE    LAYER   URLS  OBJECTS    BYTES  UNSIZED
shield  mid    1,200    2,400  5.00 GB        3
edge-a  edge       5        5     10 B        0
`);
    expect(stderr).toBe(`shield: sizes are not all known: it is down
No node was asked for 700 URLs: they were too many, or it took too long.
A dry run: nothing was submitted; it would be 1 task.
`);
    const { TaskId: _none, ...told } = dryRun;
    expect(JSON.parse((await run('--json')).stdout)).toEqual(told);
    expect(server.calls[0]?.params.get('DryRunSizes')).toBe(true);
  });

  test.each([[['--sizes']], [['--dry-run', '--wait']]])('ends with 2 on %j', async (args) => {
    await using server = await trying(dryRun);
    expect(await runCli([...command, `${site}/a`, ...args], server)).toMatchObject({ code: 2, stdout: '' });
    expect(server.calls).toEqual([]);
  });
});

describe.concurrent('A dry run of more than one task', () => {
  test('is told as one: nodes summed, the first reason kept', async () => {
    await using server = await trying(dryRun);
    const stdin = Array.from({ length: 1500 }, (_, index) => `${site}/${index}`).join('\n');
    const { stdout, stderr } = await runCli(['prefetch', '-', '--dry-run', '--sizes', '--json'], { env: server.env, stdin });
    expect(JSON.parse(stdout)).toEqual({
      DryRunList: [
        {
          Node: 'shield',
          Layer: 'mid',
          UrlCount: 2400,
          ObjectCount: 4800,
          SizeBytes: '10000000000',
          UnsizedCount: 6,
          UnsizedBecause: 'it is down',
        },
        { Node: 'edge-a', Layer: 'edge', UrlCount: 10, ObjectCount: 10, SizeBytes: '20', UnsizedCount: 0 },
      ],
      UnaskedUrlCount: 1400,
    });
    expect(stderr).toBe('');
  });

  test('of directories has no sizes to tell', async () => {
    await using server = await trying(dryRun);
    expect(await runCli(['refresh', '--type', 'dir', `${site}/d/`, '--dry-run', '--sizes'], server)).toMatchObject({ code: 2 });
  });
});
