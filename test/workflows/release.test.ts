import { expect, test } from 'vitest';
import { body, status } from '../../lab/behaviours.ts';
import { startHook } from './hook.ts';
import { run, soon } from './respect.ts';
import { fresh, old, startScene, url, warm, warmed, type Scene } from './scene.ts';

/** The workflow `release` of /arazzo.json, whichever way it ends; what comes of it is seen at a real nginx. */

const timeoutMs = 120_000;
const urls = [url('/a.js'), url('/b.js')];
const inputs = { urls, hookAuthorization: 'Bearer of-the-hook' };
const rollBack = (scene: Scene, answer = 200) =>
  startHook(() => {
    for (const path of ['/a.js', '/b.js']) scene.origin.set(path, old);
    return answer;
  });

test(
  'succeeds when every node is proven to have what is new',
  async () => {
    await using scene = await startScene({ otherwise: old });
    await using hook = await rollBack(scene);
    await warmed(scene, ['/a.js', '/b.js']);
    for (const path of ['/a.js', '/b.js']) scene.origin.set(path, fresh);
    const { exitCode, steps } = await run(scene, 'release', inputs, { hook: hook.address });
    expect([exitCode, steps, hook.calls]).toEqual([0, ['submit', 'wait', 'verify'], []]);
    for (const path of ['/a.js', '/b.js']) expect(await scene.seen(path)).toEqual(warm(200));
  },
  timeoutMs,
);

const rolledBack = ['stop', 'call-back', 'put-back', 'wait-for-put-back', 'rolled-back'];

test(
  'rolls back when its task fails: calls the hook, and every node has the old files again',
  async () => {
    await using scene = await startScene({ otherwise: old });
    await using hook = await rollBack(scene);
    await warmed(scene, ['/a.js', '/b.js']);
    scene.origin.set('/a.js', fresh);
    scene.origin.set('/b.js', status(404));
    const { exitCode, steps, lastAnswer } = await run(scene, 'release', inputs, { hook: hook.address });
    expect([exitCode, steps]).toEqual([1, ['submit', 'wait', ...rolledBack]]);
    expect(hook.calls).toEqual([{ authorization: 'Bearer of-the-hook', body: { TaskId: expect.any(String), UrlList: urls } }]);
    for (const path of ['/a.js', '/b.js']) expect(await scene.seen(path)).toEqual(warm(100));
    expect(lastAnswer).toMatchObject({ UrlDetailList: [{ Status: 'success' }, { Status: 'failure', Nodes: [{ HttpStatus: 404 }] }] });
  },
  timeoutMs,
);

test(
  'rolls back when its task succeeds but a node does not have it',
  async () => {
    await using scene = await startScene({ otherwise: old, domain: { verify: 'off' } });
    await using hook = await rollBack(scene);
    await warmed(scene, ['/a.js', '/b.js']);
    scene.origin.set('/a.js', fresh);
    scene.origin.set('/b.js', body({ sizeBytes: 200, version: 'new', headers: { 'Cache-Control': 'no-store' } }));
    const { exitCode, steps } = await run(scene, 'release', inputs, { hook: hook.address });
    expect([exitCode, steps, hook.calls.length]).toEqual([1, ['submit', 'wait', 'verify', ...rolledBack], 1]);
    for (const path of ['/a.js', '/b.js']) expect(await scene.seen(path)).toEqual(warm(100));
  },
  timeoutMs,
);

test(
  'a task that has not ended in time is stopped, and rolled back',
  async () => {
    const released = Promise.withResolvers<void>();
    await using scene = await startScene({ otherwise: old });
    scene.origin.set('/a.js', async (exchange) => {
      await released.promise;
      await fresh(exchange);
    });
    await using hook = await startHook(() => {
      scene.origin.set('/a.js', old);
      // nginx goes on with its fill though nobody asks for it any more, and gets the new file only now.
      released.resolve();
      return 200;
    });
    const { exitCode, steps, lastAnswer } = await run(scene, 'release', inputs, { hook: hook.address, edit: soon });
    expect([exitCode, steps, hook.calls.length]).toEqual([1, ['submit', 'wait', ...rolledBack], 1]);
    expect(lastAnswer).toMatchObject({ UrlDetailList: [{ Status: 'failure', Nodes: [{ Reason: 'cancelled' }] }, { Status: 'success' }] });
    expect(await scene.seen('/a.js')).toEqual(warm(100));
  },
  timeoutMs,
);

test(
  'ends at the hook when that could not put the old files back',
  async () => {
    await using scene = await startScene({ paths: { '/b.js': status(404) } });
    await using hook = await startHook(() => 503);
    const { exitCode, steps } = await run(scene, 'release', inputs, { hook: hook.address });
    expect([exitCode, steps]).toEqual([1, ['submit', 'wait', 'stop', 'call-back']]);
    expect(await scene.taskCount()).toBe(1);
  },
  timeoutMs,
);
