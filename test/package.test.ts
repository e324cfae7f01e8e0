import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeFolder, type LabFolder } from '../lab/folder.ts';
import { startForewarm } from '../lab/forewarm.ts';
import { startNginxEdge } from '../lab/nginx-edge.ts';
import { startOrigin } from '../lab/origin.ts';
import { isUnavailable } from '../lab/programs.ts';
import { version } from '../src/version.ts';
import { consumerProgram } from './package/consumer.ts';

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
  // Without scripts: `prepack` would build it all once more.
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder.path], { cwd: checkout });
  [packed] = JSON.parse(stdout);
  await writeFile(join(project, 'package.json'), '{ "name": "somebody", "version": "1.0.0", "private": true, "type": "module" }');
  await run('npm', ['install', '--no-audit', '--no-fund', join(folder.path, packed.filename)], { cwd: project });
}, 300_000);

afterAll(async () => folder[Symbol.asyncDispose]());

test('it holds what runs and nothing else', () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'package.json',
      'LICENSE',
      'README.md',
      'bin/forewarm.js',
      'dist/main.js',
      'dist/client/index.d.ts',
      'dist/console/index.html',
    ]),
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
  const console = await fetch(`${forewarm.endpoint}/console/`);
  expect([console.status, console.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
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

describe('its client', () => {
  const tsc = join(checkout, 'node_modules/.bin/tsc');

  beforeAll(async () => writeFile(join(project, 'use.ts'), consumerProgram));

  test('runs where it was imported', async () => {
    expect((await run(process.execPath, ['use.ts'], { cwd: project })).stdout).toBe('string not ours 5\n');
  });

  test('is used whole by the program that its types are tried with', async () => {
    const names = `import * as all from 'forewarm'; console.log(JSON.stringify(Object.keys(all)));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', names], { cwd: project });
    const exported: string[] = JSON.parse(stdout);
    expect(exported.length).toBeGreaterThan(10);
    // Once it is imported, and once more it is used.
    const isUsed = (name: string): boolean => consumerProgram.split(new RegExp(`\\b${name}\\b`)).length > 2;
    expect(exported.filter((name) => !isUsed(name))).toEqual([]);
  });

  test.each([
    ['nodenext, for a program of Node', { module: 'nodenext', types: ['node'], typeRoots: [join(checkout, 'node_modules/@types')] }],
    ['a bundler, for a page', { module: 'esnext', moduleResolution: 'bundler', lib: ['es2024', 'dom', 'dom.iterable'], types: [] }],
  ])('has types that hold under %s, its dependencies’ looked at as well', async (_, resolution) => {
    const strictly = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, skipLibCheck: false };
    const compilerOptions = { noEmit: true, target: 'es2024', verbatimModuleSyntax: true, ...strictly, ...resolution };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
    expect(await faultsOf(tsc, [])).toBe('');
  });

  test('refuses what is not so', async () => {
    await writeFile(
      join(project, 'wrong.ts'),
      consumerProgram.replace('exactly<string>()(answer.TaskId, true)', 'exactly<number>()(answer.TaskId, true)'),
    );
    const wrong = run(tsc, ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--ignoreConfig', 'wrong.ts'], {
      cwd: project,
    });
    await expect(wrong).rejects.toMatchObject({ stdout: expect.stringContaining('wrong.ts') });
  });
});

/** What a tool says of the project that it does not accept; nothing when it does. */
async function faultsOf(tool: string, args: readonly string[]): Promise<string> {
  try {
    await run(tool, args, { cwd: project });
    return '';
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? `${String(error.stdout)}${error.message}` : String(error);
  }
}

test('it is found right by whoever resolves it: publint and arethetypeswrong say nothing', async () => {
  const tarball = join(folder.path, packed.filename);
  const bin = (name: string): string => join(checkout, 'node_modules/.bin', name);
  for (const [tool, ...args] of [
    ['publint', 'run', tarball, '--strict'],
    // A package of ES modules alone, as all that Node 24 runs may be.
    ['attw', tarball, '--profile', 'esm-only'],
  ] as const) {
    expect(await faultsOf(bin(tool), args)).toBe('');
  }
});
