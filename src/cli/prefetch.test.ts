import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { apiError } from '../wire/apierror.ts';
import { Cli, runCli, TemporaryFolder } from './testing/cli.ts';
import { FakeServer } from './testing/fakeserver.ts';

// Each test starts the program, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const site = 'https://cdn.example.com';

describe.concurrent('forewarm prefetch', () => {
  test('submits and tells the task, its id alone on standard output', async () => {
    await using server = await FakeServer.start();
    const { code, stdout, stderr } = await runCli(['prefetch', `${site}/a`, `${site}/b`], server);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${server.tasks.ids[0]}  2 URLs\n` });
    expect(stderr).toBe(`Submitted 2 URLs as 1 task.\nTo watch: forewarm task ${server.tasks.ids[0]} --watch\n`);
  });

  test('splits what a file and a pipe bring at 1000 URLs, and keeps their order', async () => {
    await using server = await FakeServer.start();
    using folder = new TemporaryFolder();
    const list = Array.from({ length: 1500 }, (_, index) => `${site}/${index}`);
    writeFileSync(join(folder.path, 'urls.txt'), `\uFEFF# a release\r\n\r\n${list.join('\r\n')}`);
    const stdin = `${site}/piped\n\n  # not this\n  ${site}/last  `;
    const { code, stdout } = await runCli(['prefetch', '--file', 'urls.txt', '-', '--json'], { env: server.env, cwd: folder.path, stdin });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      UrlCount: 1502,
      Tasks: [
        { TaskId: server.tasks.ids[0], UrlCount: 1000 },
        { TaskId: server.tasks.ids[1], UrlCount: 502 },
      ],
    });
    const sent = server.calls.map(({ params }) => params.get('UrlList'));
    expect(sent).toContainEqual(list.slice(0, 1000));
    expect(sent).toContainEqual([...list.slice(1000), `${site}/piped`, `${site}/last`]);
  });

  test('looks at every line before it sends one, and names the bad ones by file and line', async () => {
    await using server = await FakeServer.start();
    using folder = new TemporaryFolder();
    const bad = Array.from({ length: 12 }, (_, index) => `ftp://cdn.example.com/${index}`);
    writeFileSync(join(folder.path, 'urls.txt'), [`${site}/good`, '', ...bad, `${site}/a b`].join('\n'));
    const { code, stdout, stderr } = await runCli(['prefetch', '-f', 'urls.txt', 'cdn.example.com/x'], {
      env: server.env,
      cwd: folder.path,
    });
    expect({ code, stdout, calls: server.calls }).toEqual({ code: 2, stdout: '', calls: [] });
    expect(stderr).toContain(
      "forewarm: 14 URLs can't be sent, so nothing was\n  cdn.example.com/x which does not begin with http:// or https://",
    );
    expect(stderr).toContain('urls.txt:3: ftp://cdn.example.com/0 which');
    expect(stderr).toContain('… and 4 more');
  });

  test('sends what is wanted of manifests, if it is manifests that are wanted', async () => {
    await using server = await FakeServer.start();
    const selection = ['--parse-manifest', '--first-seconds', '30', '--max-bitrate', '2000000'];
    expect(await runCli(['prefetch', `${site}/a.m3u8`, ...selection], server)).toMatchObject({ code: 0 });
    const { ParseManifest, FirstSeconds, MaxBitrate } = Object.fromEntries(server.calls[0]?.params ?? []);
    expect({ ParseManifest, FirstSeconds, MaxBitrate }).toEqual({ ParseManifest: true, FirstSeconds: 30, MaxBitrate: 2_000_000 });
    for (const [args, told] of [
      [['--first-seconds', '30'], '--first-seconds goes with --parse-manifest'],
      [['--max-bitrate', '30'], '--max-bitrate goes with --parse-manifest'],
      [['--parse-manifest', '--max-bitrate', '2M'], 'Accepted: a whole number from 1 to 2147483647.'],
      [['--parse-manifest', '--first-seconds', '0'], 'Accepted: a whole number from 1 to 2147483647.'],
    ] as const) {
      const { code, stderr } = await runCli(['prefetch', `${site}/a.m3u8`, ...args], server);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(told) });
    }
    expect(server.calls).toHaveLength(1);
  });

  test('tells what manifests name and what of it is left, after a wait', async () => {
    await using server = await FakeServer.start();
    const args = ['prefetch', `${site}/a.m3u8`, `${site}/b.mp4`, '--wait'];
    const { code, stdout } = await runCli([...args, '--parse-manifest'], server);
    expect(code).toBe(0);
    expect(stdout).toContain(`\n  ${site}/a.m3u8\n    edge-a: 14 URLs found in 4 manifests\n`);
    expect(stdout).not.toContain('b.mp4');
    const { stdout: json } = await runCli([...args, '--parse-manifest', '--json'], server);
    expect(JSON.parse(json)).toMatchObject({ Remarks: [{ Url: `${site}/a.m3u8`, Node: 'edge-a' }, { Node: 'edge-b' }] });
    expect((await runCli(args, server)).stdout).not.toContain('manifests');
  });

  test.each([
    ['no URLs at all', ['prefetch']],
    ['only comments', ['prefetch', '-']],
    ['a file that is not there', ['prefetch', '--file', 'nowhere.txt']],
    ['a timeout without --wait', ['prefetch', `${site}/a`, '--timeout', '5s']],
    ['a timeout that is none', ['prefetch', `${site}/a`, '--wait', '--timeout', 'soon']],
    ['an option that there is not', ['prefetch', `${site}/a`, '--now']],
  ])('ends with 2 on %s', async (_, args) => {
    await using server = await FakeServer.start();
    const { code, stdout, stderr } = await runCli(args, { env: server.env, stdin: '# nothing\n\n' });
    expect({ code, stdout, calls: server.calls }).toEqual({ code: 2, stdout: '', calls: [] });
    expect(stderr).not.toBe('');
  });

  test('tells what was submitted before a submit was refused, which URL it was, and ends with 4', async () => {
    await using server = await FakeServer.start();
    const urls = [...Array.from({ length: 1003 }, (_, index) => `${site}/${index}`), 'https://foreign.example/x', `${site}/y`];
    const { code, stdout, stderr } = await runCli(['prefetch', '-'], { env: server.env, stdin: urls.join('\n') });
    expect({ code, stdout }).toEqual({ code: 4, stdout: `${server.tasks.ids[0]}  1,000 URLs\n` });
    expect(stderr).toContain('refused with RetCode 600: Domain [foreign.example] not exists');
    expect(stderr).toContain('UrlList.3 is https://foreign.example/x\n');
    expect(stderr).toContain('5 URLs were not submitted; 1,000 URLs had been, in the task above.');
  });

  test('bears with a server that has too much to do for the moment', async () => {
    await using server = await FakeServer.start();
    let refusals = 2;
    const refuse = (): never => {
      if ((refusals -= 1) === 0) server.instead.delete('PrefetchNewUcdnDomainCache');
      throw apiError('queueFull');
    };
    server.instead.set('PrefetchNewUcdnDomainCache', refuse);
    expect(await runCli(['prefetch', `${site}/a`], server)).toMatchObject({ code: 0 });
    expect(server.tasks.ids).toHaveLength(1);
  });

  test('takes 100,000 URLs, a few submits at once', async () => {
    await using server = await FakeServer.start();
    const stdin = Array.from({ length: 100_000 }, (_, index) => `${site}/${index}`).join('\n');
    const { code, stdout } = await runCli(['prefetch', '-', '--json'], { env: server.env, stdin });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ UrlCount: 100_000 });
    expect([server.tasks.ids.length, server.tasks.urlCount]).toEqual([100, 100_000]);
  });
});

describe.concurrent('forewarm prefetch --wait', () => {
  test('ends with 0 when every URL succeeded', async () => {
    await using server = await FakeServer.start();
    const { code, stdout } = await runCli(['prefetch', `${site}/a`, `${site}/b`, '--wait'], server);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 URLs succeeded in [\d.]+ s\.\n$/);
  });

  test('ends with 1 and the failures by reason, the most frequent first', async () => {
    await using server = await FakeServer.start();
    const urls = ['404/1', '404/2', '404/3', '404/4', '404/5', 'truncated', 'refused', 'unknown', 'ok'].map((path) => `${site}/${path}`);
    const { code, stdout } = await runCli(['prefetch', ...urls, '--wait'], server);
    expect(code).toBe(1);
    expect(stdout.replace(/in [\d.]+ s/, 'in 1 s')).toBe(`1 of 9 URLs succeeded, 7 failed, 1 can't be known in 1 s.

HTTP 404: 5 URLs on edge-a, edge-b
  ${site}/404/1
    edge-a: the node answered with status 404
  ${site}/404/2
    edge-a: the node answered with status 404
  ${site}/404/3
    edge-a: the node answered with status 404
  … and 2 more
truncated: 1 URL on edge-b
  ${site}/truncated
    edge-b: the body ended after 10 of 20 bytes
connect: 1 URL on edge-b
  ${site}/refused
    edge-b: connection refused\\x1b[31m
removed (not known): 1 URL on edge-b
  ${site}/unknown
    edge-b: the node was taken out of the configuration
`);
  });

  test('keeps to 80 columns and to 40, with URLs shortened in the middle', async () => {
    await using server = await FakeServer.start();
    const long = `${site}/404/${'deep/'.repeat(30)}movie.mp4`;
    for (const COLUMNS of ['80', '40']) {
      const { stdout } = await runCli(['prefetch', long, '--wait'], { env: { ...server.env, COLUMNS } });
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(Number(COLUMNS));
      expect(stdout).toMatch(/https:\/\/cdn\.exam.*….*movie\.mp4/);
    }
  });

  test('counts unknown outcomes as failed unless told otherwise', async () => {
    await using server = await FakeServer.start();
    const args = ['prefetch', `${site}/unknown`, '--wait'];
    expect(await runCli(args, server)).toMatchObject({ code: 1 });
    expect(await runCli([...args, '--accept-unknown'], server)).toMatchObject({ code: 0 });
  });

  test('tells all of it as JSON for a program', async () => {
    await using server = await FakeServer.start();
    const { code, stdout, stderr } = await runCli(['prefetch', `${site}/404`, `${site}/ok`, '--wait', '--json'], server);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      Status: 'failure',
      UrlCount: 2,
      SuccessCount: 1,
      FailureCount: 1,
      UnknowCount: 0,
      Tasks: [{ TaskId: server.tasks.ids[0], Status: 'failure' }],
      Failures: [
        { Status: 'failure', Reason: 'http_status', HttpStatus: 404, UrlCount: 1, Examples: [{ Url: `${site}/404`, Node: 'edge-a' }] },
      ],
      OmittedUrlCount: 0,
    });
  });

  test('ends with 5 when time runs out, and the tasks go on', async () => {
    await using server = await FakeServer.start();
    const { code, stderr } = await runCli(['prefetch', `${site}/never`, `${site}/a`, '--wait', '--timeout', '1s'], server);
    expect(code).toBe(5);
    expect(stderr).toMatch(/not all had ended after 1\.0 s.*The tasks go on; to watch: forewarm task \w+ --watch/);
  });

  test('says on Ctrl-C how to go on watching', async () => {
    await using server = await FakeServer.start();
    const cli = new Cli(['prefetch', `${site}/never`, '--wait'], server);
    await server.called('DescribeUcdnTaskSummary');
    cli.child.kill('SIGINT');
    const { code, stderr } = await cli.ended;
    expect(code).toBe(130);
    expect(stderr).toContain(`stopped watching; the tasks go on. To watch again: forewarm task ${server.tasks.ids[0]} --watch`);
  });

  test('goes on when the server may not tell of its nodes: the bar only has less to say', async () => {
    await using server = await FakeServer.start();
    server.instead.set('DescribeUcdnNode', () => {
      throw apiError('notPermitted');
    });
    expect(await runCli(['prefetch', `${site}/a`, '--wait'], server)).toMatchObject({ code: 0 });
  });
});
