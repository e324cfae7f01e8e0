import { describe, expect, test, vi } from 'vitest';
import { apiError } from '../wire/apierror.ts';
import { runCli } from './testing/cli.ts';
import { FakeServer } from './testing/fakeserver.ts';

// Each test starts the program, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const site = 'https://cdn.example.com';

/** A server whose retry of any task is a task with these URLs. */
async function retrying(...paths: string[]): Promise<FakeServer & { made: () => string }> {
  const server = await FakeServer.start();
  let made = '';
  server.instead.set('RetryUcdnCacheTask', () => ({ TaskId: (made = server.tasks.addEnded(paths.map((path) => `${site}/${path}`))) }));
  return Object.assign(server, { made: () => made });
}

describe.concurrent('forewarm retry', () => {
  test('submits what failed, and tells the new task alone on standard output', async () => {
    await using server = await retrying('a');
    const { code, stdout, stderr } = await runCli(['retry', 'OLD'], server);
    expect([code, stdout]).toEqual([0, `${server.made()}\n`]);
    expect(stderr).toBe(`To watch: forewarm task ${server.made()} --watch\n`);
    expect(server.calls.map(({ action, params }) => [action, params.get('TaskId')])).toEqual([['RetryUcdnCacheTask', 'OLD']]);
    const json = await runCli(['retry', 'OLD', '--json'], server);
    expect(JSON.parse(json.stdout)).toEqual({ TaskId: server.made(), RetryOf: 'OLD' });
  });

  test('--wait ends with 0 or 1, as the new task does', async () => {
    await using good = await retrying('a');
    expect(await runCli(['retry', 'OLD', '--wait'], good)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 URL succeeded/) });
    await using bad = await retrying('a', '404');
    expect(await runCli(['retry', 'OLD', '--wait'], bad)).toMatchObject({ code: 1, stdout: expect.stringContaining('HTTP 404') });
  });

  test('counts unknown outcomes as failed unless told otherwise', async () => {
    await using server = await retrying('unknown');
    expect(await runCli(['retry', 'OLD', '--wait'], server)).toMatchObject({ code: 1 });
    expect(await runCli(['retry', 'OLD', '--wait', '--accept-unknown'], server)).toMatchObject({ code: 0 });
  });

  test('ends with 4 where nothing has failed, and says so', async () => {
    await using server = await FakeServer.start();
    server.instead.set('RetryUcdnCacheTask', () => {
      throw apiError('nothingToRetry', { subject: 'OLD', detail: 'all of task OLD has succeeded' });
    });
    const { code, stdout, stderr } = await runCli(['retry', 'OLD', '--wait'], server);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('all of task OLD has succeeded');
  });

  test.each([[['retry']], [['retry', 'OLD', '--timeout', '5s']], [['retry', 'OLD', '--wait', '--timeout', 'soon']]])(
    'ends with 2 on %j',
    async (args) => {
      await using server = await retrying('a');
      expect(await runCli(args, server)).toMatchObject({ code: 2, stdout: '' });
      expect(server.calls).toEqual([]);
    },
  );
});
