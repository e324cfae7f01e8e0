import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { body, status } from '../../lab/behaviours.ts';
import { makeFolder } from '../../lab/folder.ts';
import { runCommand } from '../../tools/check/command.ts';
import { startGate } from './gate.ts';
import { startRestate } from './restate.ts';
import { startScene, url } from './scene.ts';
import { toolFile } from './tools.ts';

/** The example on Restate, run by a real Restate against a live forewarm with a real nginx; whatever is killed, it ends well. */

const submit = 'PrefetchNewUcdnDomainCache';
const look = 'DescribeUcdnTaskSummary';
const timeoutMs = 120_000;

test(
  'warms URLs, and of what failed tells each URL, node and reason',
  async () => {
    await using scene = await startScene({ paths: { '/gone.js': status(404) } });
    await using restate = await startRestate(scene.forewarm.clientEnv);
    await restate.start('build-1', [url('/a.js'), url('/b.js')]);
    expect(await restate.result('build-1')).toEqual({ status: 200, body: { taskId: expect.any(String), urls: 2 } });
    for (const path of ['/a.js', '/b.js']) expect((await scene.seen(path)).hit).toBe(true);

    await restate.start('build-2', [url('/a.js'), url('/gone.js')]);
    const failed = await restate.result('build-2');
    expect(failed.status).toBe(500);
    expect(failed.body).toMatchObject({
      message: expect.stringMatching(/ended as failure\nhttp:\/\/cdn\.example\.com\/gone\.js on edge-a: http_status: .*404$/),
    });

    await restate.start('build-3', ['http://elsewhere.example/a.js']);
    expect((await restate.result('build-3')).body).toMatchObject({ message: expect.stringContaining('elsewhere.example is no domain') });
    expect(await scene.taskCount()).toBe(2);
  },
  timeoutMs,
);

test(
  'a worker that is killed when its submit was accepted but not yet answered does not submit a second task',
  async () => {
    await using scene = await startScene();
    await using gate = await startGate(scene.forewarm.endpoint);
    await using restate = await startRestate({ ...scene.forewarm.clientEnv, FOREWARM_ENDPOINT: gate.address });
    gate.shut(submit);
    await restate.start('build-1', [url('/a.js')]);
    await gate.answered;
    await restate.worker.crash();
    gate.open();
    await restate.worker.start();
    expect(await restate.result('build-1')).toMatchObject({ status: 200 });
    expect((await scene.seen('/a.js')).hit).toBe(true);
    const submits = gate.calls.filter(({ action }) => action === submit).map(({ body: sent }) => sent['ClientToken']);
    expect(submits.length).toBeGreaterThan(1);
    expect(new Set(submits)).toEqual(new Set(['restate-build-1']));
    expect(await scene.taskCount()).toBe(1);
  },
  timeoutMs,
);

test(
  'Restate, worker and forewarm killed while it waits: it goes on, and submits nothing anew',
  async () => {
    const released = Promise.withResolvers<void>();
    await using scene = await startScene({
      async otherwise(exchange) {
        await released.promise;
        await body()(exchange);
      },
    });
    await using gate = await startGate(scene.forewarm.endpoint);
    await using restate = await startRestate({ ...scene.forewarm.clientEnv, FOREWARM_ENDPOINT: gate.address });
    await restate.start('build-1', [url('/a.js')]);
    await expect.poll(() => gate.count(look), { timeout: 30_000 }).toBeGreaterThan(0);
    await Promise.all([restate.server.crash(), restate.worker.crash(), scene.forewarm.crash()]);
    await Promise.all([restate.server.start(), restate.worker.start(), scene.forewarm.start()]);
    const looked = gate.count(look);
    await expect.poll(() => gate.count(look), { timeout: 60_000 }).toBeGreaterThan(looked);
    released.resolve();
    expect(await restate.result('build-1')).toMatchObject({ status: 200, body: { urls: 1 } });
    expect((await scene.seen('/a.js')).hit).toBe(true);
    expect([gate.count(submit), await scene.taskCount()]).toEqual([1, 1]);
    // The same piece of work ordered again is not done twice.
    expect(await restate.start('build-1', [url('/a.js')])).toBe('PreviouslyAccepted');
    expect(gate.count(submit)).toBe(1);
  },
  timeoutMs,
);

test(
  'the example’s types hold: it is written for the client as it is',
  async () => {
    await using folder = await makeFolder('types');
    const file = join(folder.path, 'tsconfig.json');
    const paths = {
      forewarm: [checkoutFile('src/client/index.ts')],
      '@restatedev/restate-sdk': [toolFile('@restatedev/restate-sdk/dist/index.d.ts')],
    };
    const typeRoots = [checkoutFile('node_modules/@types')];
    const include = [checkoutFile('examples/workflows/restate/worker.ts')];
    await writeFile(file, JSON.stringify({ extends: checkoutFile('tsconfig.json'), compilerOptions: { paths, typeRoots }, include }));
    const { output } = await runCommand([process.execPath, checkoutFile('node_modules/typescript/bin/tsc'), '--noEmit', '-p', file]);
    expect(output).toBe('');
  },
  timeoutMs,
);

function checkoutFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

test('the versions that the example asks for are those that were tested', async () => {
  const asked: { dependencies: Record<string, string> } = JSON.parse(
    await readFile(new URL('../../examples/workflows/restate/package.json', import.meta.url), 'utf8'),
  );
  const { version }: { version: string } = JSON.parse(await readFile(toolFile('@restatedev/restate-sdk/package.json'), 'utf8'));
  const ours: { version: string } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(asked.dependencies).toEqual({ '@restatedev/restate-sdk': version, forewarm: ours.version });
});
