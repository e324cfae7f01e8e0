import { execFile } from 'node:child_process';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makeFolder } from '../../lab/folder.ts';
import { startForewarm } from '../../lab/forewarm.ts';
import { get } from '../../lab/get.ts';
import { isUnavailable } from '../../lab/programs.ts';
import { version } from '../../src/version.ts';

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('../..', import.meta.url));

test('./forewarm works through a symbolic link, from any folder, and says nothing when nothing is to do', async () => {
  await using folder = await makeFolder('checkout');
  const link = join(folder.path, 'forewarm');
  await symlink(join(checkout, 'forewarm'), link);
  expect(await run(link, ['--version'], { cwd: folder.path })).toEqual({ stdout: `${version}\n`, stderr: '' });
});

test('the pid of ./forewarm serve is the server’s, and SIGTERM ends it well', async () => {
  await using forewarm = await startForewarm({ nodes: [], domains: [] });
  expect(await readFile(`/proc/${forewarm.pid}/cmdline`, 'utf8')).toContain('src/main.ts\0serve');
  const exited = forewarm.exited();
  await forewarm.stop();
  expect(await exited).toBe(0);
});

test('a server that was killed comes back on its port with its configuration', async () => {
  await using forewarm = await startForewarm({ nodes: [], domains: [] });
  const { endpoint, pid } = forewarm;
  await forewarm.crash();
  await expect(get(endpoint, '127.0.0.1', '/healthz')).rejects.toThrow('ECONNREFUSED');
  await forewarm.start();
  expect(forewarm.pid).not.toBe(pid);
  expect(await get(endpoint, '127.0.0.1', '/healthz')).toMatchObject({ status: 200 });
});

test.skipIf(isUnavailable('nginx'))(
  './quickstart --once warms 20 objects, proves it in 80 columns, and leaves nothing running',
  async () => {
    const { stdout } = await run(join(checkout, 'quickstart'), ['--once'], { cwd: checkout });

    expect(stdout).toMatch(/TaskId: \w{10,}/);
    expect(stdout.match(/"Status":"success","Progress":100/g)).toHaveLength(20);
    expect(stdout.match(/200 {2}X-Cache-Status: HIT +1 fetch\n/g)).toHaveLength(20);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const addresses = [...stdout.matchAll(/http:\/\/127\.0\.0\.1:\d+/g)].map(([address]) => address);
    expect(addresses).toHaveLength(3);
    for (const address of addresses) await expect(get(address, '127.0.0.1', '/')).rejects.toThrow('ECONNREFUSED');
  },
);
