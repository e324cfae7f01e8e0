import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startForewarm } from '../../lab/forewarm.ts';
import { startOrigin } from '../../lab/origin.ts';
import { reservePort } from '../../lab/ports.ts';
import { fences, readPage, section } from './page.ts';

/** The receiver that docs/callbacks.md shows takes what forewarm sends, and nothing else. */
const page = readPage('docs/callbacks.md');
const [program = ''] = fences(section(page, '## A receiver'), 'js');
const checkout = fileURLToPath(new URL('../../', import.meta.url));

test('the receiver that is shown verifies a callback, and refuses what is not signed', { timeout: 60_000 }, async () => {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  using reserved = await reservePort();
  const env = { PATH: process.env['PATH'], HOOK_SECRET: secret, PORT: String(reserved.port) };
  // Started in the checkout, where the library is.
  const child = spawn(process.execPath, ['--input-type=module', '-'], { cwd: checkout, env, stdio: ['pipe', 'pipe', 'inherit'] });
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(async () => {
    child.kill('SIGKILL');
    await once(child, 'close');
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.end(program);
  const url = `http://127.0.0.1:${reserved.port}/`;
  const statusOf = async () => (await fetch(url, { method: 'POST', body: '{}' }).catch(() => undefined))?.status;
  await expect.poll(statusOf, { timeout: 20_000 }).toBe(400);

  await using origin = await startOrigin();
  await using forewarm = await startForewarm({
    nodes: [{ name: 'edge', address: origin.address }],
    domains: [{ name: 'cdn.test', nodes: ['edge'], verify: 'off' }],
    more: { callbacks: [{ url, secret }], outbound: { allowAddresses: ['127.0.0.1'] } },
  });
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: ['http://cdn.test/a'] });
  await expect.poll(() => said, { timeout: 20_000 }).toBe(`${TaskId} success: 0 of 1 failed\n`);
  await expect
    .poll(async () => (await forewarm.client.call('DescribeUcdnCallback', { TaskId: [TaskId] })).CallbackList)
    .toMatchObject([{ Status: 'delivered', LastCode: 204 }]);
});
