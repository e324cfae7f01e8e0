import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { apiError } from '../wire/apierror.ts';
import { Cli, runCli, TemporaryFolder } from './testing/cli.ts';
import { FakeServer } from './testing/fakeserver.ts';

// Each test starts the program, on a machine that may be busy. What it shares with prefetch is tested there.
vi.setConfig({ testTimeout: 90_000 });

const site = 'https://cdn.example.com';

describe.concurrent('forewarm refresh', () => {
  test('submits URLs with their type and tells the task', async () => {
    await using server = await FakeServer.start();
    const { code, stdout, stderr } = await runCli(['refresh', '--type', 'file', `${site}/a`, `${site}/b`], server);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${server.tasks.ids[0]}  2 URLs\n` });
    expect(stderr).toBe(`Submitted 2 URLs as 1 task.\nTo watch: forewarm task ${server.tasks.ids[0]} --watch\n`);
    const [call] = server.calls;
    expect(call?.action).toBe('RefreshNewUcdnDomainCache');
    expect(Object.fromEntries(call?.params ?? [])).toMatchObject({ Type: 'file', UrlList: [`${site}/a`, `${site}/b`] });
    expect([...(call?.params.keys() ?? [])]).not.toContain('Mode');
  });

  test('passes on how, and whether to pull again', async () => {
    await using server = await FakeServer.start();
    await runCli(['refresh', '--type', 'dir', '--mode', 'delete', `${site}/a/`], server);
    await runCli(['refresh', '--type', 'file', '--prefetch', `${site}/a`], server);
    expect(server.calls.map(({ params }) => ['Type', 'Mode', 'Prefetch'].map((name) => params.get(name)))).toEqual([
      ['dir', 'delete', undefined],
      ['file', undefined, true],
    ]);
  });

  test('splits at 100, and keeps the order', async () => {
    await using server = await FakeServer.start();
    const urls = Array.from({ length: 250 }, (_, index) => `${site}/${index}`);
    const { code, stdout } = await runCli(['refresh', '--type', 'm3u8', '-', '--json'], { env: server.env, stdin: urls.join('\n') });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      UrlCount: 250,
      Tasks: [100, 100, 50].map((UrlCount, index) => ({ TaskId: server.tasks.ids[index], UrlCount })),
    });
    const sent = server.calls.map(({ params }) => params.get('UrlList'));
    expect(sent).toContainEqual(urls.slice(0, 100));
    expect(sent).toContainEqual(urls.slice(200));
  });

  test('looks at every directory before it sends one', async () => {
    await using server = await FakeServer.start();
    using folder = new TemporaryFolder();
    writeFileSync(join(folder.path, 'dirs.txt'), `${site}/good/\n${site}/bad\n${site}/bad/?q=1/\n`);
    const { code, stdout, stderr } = await runCli(['refresh', '--type', 'dir', '-f', 'dirs.txt'], { env: server.env, cwd: folder.path });
    expect({ code, stdout, calls: server.calls }).toEqual({ code: 2, stdout: '', calls: [] });
    expect(stderr).toContain("2 URLs can't be sent, so nothing was");
    expect(stderr).toContain(`dirs.txt:2: ${site}/bad which is no directory: it does not end in /; accepted: a URL that ends in /`);
    expect(stderr).toContain(`dirs.txt:3: ${site}/bad/?q=1/ which is no directory: it has a query`);
  });

  test.each([
    ['no type', [`${site}/a`], '--type'],
    ['a type that is none', [`${site}/a`, '--type', 'directory'], 'file, dir, m3u8'],
    ['a mode that is none', [`${site}/a`, '--type', 'file', '--mode', 'purge'], 'delete, expire'],
    ['--prefetch of a directory', [`${site}/a/`, '--type', 'dir', '--prefetch'], '--prefetch goes with --type file'],
    ['no URLs at all', ['--type', 'file'], 'there are no URLs'],
    ['a timeout without --wait', [`${site}/a`, '--type', 'file', '--timeout', '5s'], '--timeout goes with --wait'],
  ])('ends with 2 on %s', async (_, args, said) => {
    await using server = await FakeServer.start();
    const { code, stdout, stderr } = await runCli(['refresh', ...args], server);
    expect({ code, stdout, calls: server.calls }).toEqual({ code: 2, stdout: '', calls: [] });
    expect(stderr).toContain(said);
  });

  test('tells which URL was refused and what had been submitted, and ends with 4', async () => {
    await using server = await FakeServer.start();
    const urls = [...Array.from({ length: 103 }, (_, index) => `${site}/${index}`), 'https://foreign.example/x'];
    const { code, stdout, stderr } = await runCli(['refresh', '--type', 'file', '-'], { env: server.env, stdin: urls.join('\n') });
    expect({ code, stdout }).toEqual({ code: 4, stdout: `${server.tasks.ids[0]}  100 URLs\n` });
    expect(stderr).toContain('UrlList.3 is https://foreign.example/x\n');
    expect(stderr).toContain('4 URLs were not submitted; 100 URLs had been, in the task above.');
  });
});

describe.concurrent('forewarm refresh --wait', () => {
  test('ends with 0 when every node has forgotten every URL', async () => {
    await using server = await FakeServer.start();
    const { code, stdout } = await runCli(['refresh', '--type', 'file', `${site}/a`, '--wait'], server);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1 URL succeeded in [\d.]+ s\.\n$/);
    const actions = server.calls.map(({ action }) => action);
    expect(actions).toContain('DescribeNewUcdnRefreshCacheTask');
    // Neither the prefetch's Describe nor bytes that others move through the nodes.
    expect(actions).not.toContain('DescribeNewUcdnPrefetchCacheTask');
    expect(actions).not.toContain('DescribeUcdnNode');
  });

  test('ends with 1 and the reasons, a node that can’t among them', async () => {
    await using server = await FakeServer.start();
    const { code, stdout } = await runCli(['refresh', '--type', 'dir', `${site}/a/`, `${site}/unsupported/`, '--wait'], server);
    expect(code).toBe(1);
    expect(stdout.replace(/in [\d.]+ s/, 'in 1 s')).toBe(`1 of 2 URLs succeeded, 1 failed in 1 s.

unsupported: 1 URL on edge-b
  ${site}/unsupported/
    edge-b: this node has no way to forget a directory
`);
  });

  test('says on Ctrl-C how to go on watching', async () => {
    await using server = await FakeServer.start();
    const cli = new Cli(['refresh', '--type', 'file', `${site}/never`, '--wait'], server);
    await server.called('DescribeUcdnTaskSummary');
    cli.child.kill('SIGINT');
    expect(await cli.ended).toMatchObject({
      code: 130,
      stderr: expect.stringContaining(`To watch again: forewarm task ${server.tasks.ids[0]} --watch`),
    });
  });

  test('bears with a server that has too much to do for the moment', async () => {
    await using server = await FakeServer.start();
    server.instead.set('RefreshNewUcdnDomainCache', () => {
      server.instead.delete('RefreshNewUcdnDomainCache');
      throw apiError('queueFull');
    });
    expect(await runCli(['refresh', '--type', 'file', `${site}/a`, '--wait'], server)).toMatchObject({ code: 0 });
  });
});
