import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runCli, TemporaryFolder } from './testing/cli.ts';
import { FakeServer, privateKey, publicKey } from './testing/fakeserver.ts';

// Each test starts the program a few times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

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
