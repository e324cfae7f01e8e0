import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startProcess } from '../../lab/process.ts';
import { reservePort } from '../../lab/ports.ts';

/** A shell that says `ready`, then waits. */
const shell = (script: string) => ({ name: 'shell', command: '/bin/sh', args: ['-c', script] });
const saysReady = (output: string): boolean => output.includes('ready');

/** A zombie, whose new parent has not asked for it yet, is dead. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('a process is ready when it says so, and ends when it is told to', async () => {
  await using running = await startProcess({ ...shell('echo ready; exec sleep 60'), isReady: saysReady });
  expect(isAlive(running.pid)).toBe(true);
  expect(await running.stop()).toBe('SIGTERM');
  expect(isAlive(running.pid)).toBe(false);
});

test('one that does not listen to SIGTERM is killed with its children', async () => {
  const script = `trap '' TERM; sleep 60 & echo "child $!"; echo ready; wait; wait`;
  await using running = await startProcess({ ...shell(script), isReady: saysReady, stopMs: 100 });
  const child = Number(/child (\d+)/.exec(running.output())?.[1]);
  expect(isAlive(child)).toBe(true);
  expect(await running.stop()).toBe('SIGKILL');
  await expect.poll(() => isAlive(child)).toBe(false);
});

test('one that ends before it is ready, or never is, fails with what it wrote', async () => {
  await expect(startProcess({ ...shell('echo no such file >&2; exit 3'), isReady: saysReady })).rejects.toThrow(
    /shell ended \(3\) before it was ready\nno such file/,
  );
  await expect(startProcess({ ...shell('echo wait for me; sleep 60'), isReady: saysReady, readyMs: 200 })).rejects.toThrow(
    /shell was not ready within 200 ms\nwait for me/,
  );
  await expect(startProcess({ name: 'ghost', command: '/nowhere/ghost', isReady: () => true })).rejects.toThrow(
    'ghost could not be started: /nowhere/ghost',
  );
});

test('what a test leaves when it is killed is ended all the same, and its folder removed', async () => {
  const lab = (file: string) => fileURLToPath(new URL(`../../lab/${file}`, import.meta.url));
  const script = `
    const { startProcess } = await import(${JSON.stringify(lab('process.ts'))});
    const { makeFolder } = await import(${JSON.stringify(lab('folder.ts'))});
    const folder = await makeFolder('test');
    const child = await startProcess({ name: 'sleep', command: 'sleep', args: ['60'], isReady: () => true });
    console.log(child.pid + ' ' + folder.path);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(parent.stdout.setEncoding('utf8'), 'data');
  const [pid = '', folder = ''] = String(line).trim().split(' ');
  expect(isAlive(Number(pid))).toBe(true);
  expect(existsSync(folder)).toBe(true);

  parent.kill('SIGKILL');

  await expect.poll(() => isAlive(Number(pid)), { timeout: 10_000 }).toBe(false);
  await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
});

test('a reserved port is given to nobody else meanwhile', async () => {
  const reserved = await Promise.all(Array.from({ length: 50 }, reservePort));
  expect(new Set(reserved.map(({ port }) => port)).size).toBe(50);
  for (const one of reserved) one[Symbol.dispose]();
});
