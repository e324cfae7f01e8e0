import { describe, expect, test, vi } from 'vitest';
import { apiError } from '../wire/apierror.ts';
import { runCli } from './testing/cli.ts';
import { FakeServer } from './testing/fakeserver.ts';

// Each test starts the program, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

/** A server that ends these, and knows the others as ended. */
async function cancelling(...cancelled: string[]): Promise<FakeServer> {
  const server = await FakeServer.start();
  server.instead.set('CancelUcdnCacheTask', () => ({ CancelledList: cancelled }));
  return server;
}

describe.concurrent('forewarm cancel', () => {
  test('ends tasks, all in one call, and tells of each whether it had ended', async () => {
    await using server = await cancelling('T2');
    expect(await runCli(['cancel', 'T1', 'T2'], server)).toEqual({ code: 0, stdout: 'T1  had ended\nT2  cancelled\n', stderr: '' });
    expect(server.calls.map(({ action, params }) => [action, params.get('TaskId')])).toEqual([['CancelUcdnCacheTask', ['T1', 'T2']]]);
  });

  test('is the answer of the API as JSON', async () => {
    await using server = await cancelling('T2');
    const { code, stdout } = await runCli(['cancel', 'T1', 'T2', '--json'], server);
    expect([code, JSON.parse(stdout)]).toEqual([0, { CancelledList: ['T2'] }]);
  });

  test('ends with 4 for a task that is not there, and says which', async () => {
    await using server = await FakeServer.start();
    server.instead.set('CancelUcdnCacheTask', () => {
      throw apiError('paramBad', { subject: 'TaskId.1', detail: 'came "nope"' });
    });
    const { code, stdout, stderr } = await runCli(['cancel', 'T1', 'nope'], server);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('TaskId.1');
    expect(stderr).toContain('"nope"');
  });

  test('ends with 2 without a task: none is not all', async () => {
    await using server = await cancelling();
    expect(await runCli(['cancel'], server)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('id') });
    expect(server.calls).toEqual([]);
  });
});
