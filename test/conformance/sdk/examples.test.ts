import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { body, hangsBeforeHeaders, status } from '../../../lab/behaviours.ts';
import { makeFolder, type LabFolder } from '../../../lab/folder.ts';
import { startForewarm, type LabForewarm } from '../../../lab/forewarm.ts';
import { startOrigin, type Origin } from '../../../lab/origin.ts';
import { exampleCommand, wantedSdks } from './programs.ts';
import { host } from './scene.ts';
import { startTunnel } from './tunnel.ts';

/** The programs of examples/sdk, which docs/sdk.md shows, as a reader would run them. */
let origin: Origin;
beforeAll(async () => {
  origin = await startOrigin({ otherwise: body(), paths: { '/missing': status(404), '/hangs': hangsBeforeHeaders() } });
});
afterAll(() => origin[Symbol.asyncDispose]());

function startServer(requestsPerSecond: number): Promise<LabForewarm> {
  const nodes = [{ name: 'edge', address: origin.address }];
  return startForewarm({ nodes, domains: [{ name: host, nodes: ['edge'] }], more: { limits: { requestsPerSecond } } });
}

type Ended = { exitCode: number | null; lines: string[] };

describe.each(wantedSdks())('the %s example', (name) => {
  let folder: LabFolder;
  let command: string[];
  beforeAll(async () => {
    folder = await makeFolder(`example-${name}`);
    command = await exampleCommand(name, folder.path);
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  async function run(forewarm: LabForewarm, paths: readonly string[], endpoint = forewarm.endpoint): Promise<Ended> {
    const [program = '', ...args] = command;
    const env = { ...process.env, ...forewarm.clientEnv, FOREWARM_ENDPOINT: endpoint };
    const child = spawn(program, [...args, ...paths.map((path) => `http://${host}${path}`)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    if (stdout === '') throw new Error(`the ${name} example wrote nothing, but on stderr:\n${stderr}`);
    return { exitCode: child.exitCode, lines: stdout.trimEnd().split('\n') };
  }

  test('warms URLs, tells what became of each, and of a failure by its exit code', async () => {
    await using forewarm = await startServer(100);
    expect(await run(forewarm, ['/a', '/b'])).toEqual({
      exitCode: 0,
      lines: [`success http://${host}/a`, `success http://${host}/b`],
    });
    expect(await run(forewarm, ['/a', '/missing'])).toEqual({
      exitCode: 1,
      lines: [`success http://${host}/a`, `failure http://${host}/missing`],
    });
  });

  test('ends when an outcome can’t be known', async () => {
    await using forewarm = await startServer(100);
    origin.forget();
    const running = run(forewarm, ['/hangs']);
    await origin.arrived('/hangs');
    await forewarm.configure({ nodes: [], domains: [{ name: host }] });
    forewarm.signal('SIGHUP');
    expect(await running).toEqual({ exitCode: 1, lines: [`unknow http://${host}/hangs`] });
  });

  test('gets over a lost answer and a tight rate, with one task', async () => {
    await using forewarm = await startServer(1);
    await using tunnel = await startTunnel(forewarm.endpoint);
    tunnel.lose(1);
    expect(await run(forewarm, ['/a'], tunnel.address)).toMatchObject({ exitCode: 0 });
    const count = async () => (await forewarm.client.call('DescribeUcdnTaskSummary', {})).TotalCount;
    await expect.poll(() => count().catch(() => undefined), { interval: 500, timeout: 20_000 }).toBe(1);
  });
});
