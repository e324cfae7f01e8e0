import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder, type LabFolder } from '../lab/folder.ts';
import { startForewarm } from '../lab/forewarm.ts';
import { startNginxEdge } from '../lab/nginx-edge.ts';
import { startOrigin } from '../lab/origin.ts';
import { isUnavailable } from '../lab/programs.ts';
import { version } from '../src/version.ts';

// The package as a user gets it: packed, installed from the tarball in a clean folder, and run there.

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('..', import.meta.url));
let folder: LabFolder;
/** A project of somebody else's that has forewarm as a dependency. */
let project: string;
let packed: { filename: string; files: readonly { path: string }[] };

beforeAll(async () => {
  folder = await makeFolder('package');
  project = join(folder.path, 'project');
  await mkdir(project);
  await run('npm', ['run', 'build'], { cwd: checkout }).catch((error: { stdout: string }) => expect.fail(error.stdout));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder.path], { cwd: checkout });
  // What a script prints comes before the list.
  [packed] = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
  await writeFile(join(project, 'package.json'), '{ "name": "somebody", "version": "1.0.0", "private": true, "type": "module" }');
  await run('npm', ['install', '--no-audit', '--no-fund', join(folder.path, packed.filename)], { cwd: project });
}, 180_000);

afterAll(async () => folder[Symbol.asyncDispose]());

test('it holds what runs and nothing else', () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['package.json', 'LICENSE', 'README.md', 'bin/forewarm.js', 'dist/main.js', 'dist/client/index.d.ts']),
  );
  expect(paths.filter((path) => /\.test\.|\/testing\/|(?<!\.d)\.ts$/.test(path))).toEqual([]);
});

test('npx forewarm is there and knows its version', async () => {
  const { stdout, stderr } = await run('npx', ['--no-install', 'forewarm', '--version'], { cwd: project });
  expect(stdout.trim()).toBe(version);
  expect(stderr).toBe('');
});

test.skipIf(isUnavailable('nginx'))('its server and its command line fill a real cache', async () => {
  const command = join(project, 'node_modules/.bin/forewarm');
  await using origin = await startOrigin();
  await using edge = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await startForewarm({
    command: [command],
    nodes: [{ name: 'edge-a', address: edge.address, cache: 'nginx' }],
    domains: [{ name: 'cdn.example.com', nodes: ['edge-a'] }],
  });

  const env = { ...process.env, ...forewarm.clientEnv };
  await run('npx', ['--no-install', 'forewarm', 'prefetch', '--wait', 'http://cdn.example.com/a.bin'], { cwd: project, env });

  expect(await edge.get('cdn.example.com', '/a.bin')).toMatchObject({ status: 200, hit: true });
  expect(origin.count('/a.bin')).toBe(1);
});

test('an older Node gets a sentence and exit code 2', async () => {
  const disguise = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } })`;
  const bin = join(project, 'node_modules/forewarm/bin/forewarm.js');
  const asOldNode = run(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(disguise)}`, bin, '--version']);
  await expect(asOldNode).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'forewarm needs Node 24 or newer; this is Node 20.19.0\n',
  });
});

test('its client can be imported, with its types', async () => {
  const program = `
    import { createClient, type Client } from 'forewarm';
    const client: Client = createClient({ endpoint: 'http://127.0.0.1:1', publicKey: 'public', privateKey: 'private' });
    console.log(typeof client.call);`;
  await writeFile(join(project, 'use.ts'), program);
  const { stdout } = await run(process.execPath, ['use.ts'], { cwd: project });
  expect(stdout.trim()).toBe('function');

  const tsc = join(checkout, 'node_modules/.bin/tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
  await run(tsc, [...options, '--typeRoots', join(checkout, 'node_modules/@types'), 'use.ts'], { cwd: project });
});
