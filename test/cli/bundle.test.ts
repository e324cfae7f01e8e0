import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { makeFolder, type LabFolder } from '../../lab/folder.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startOrigin } from '../../lab/origin.ts';
import { waitForTask } from '../../src/client/index.ts';
import { runCli } from '../../src/cli/testing/cli.ts';

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('../../forewarm', import.meta.url));

/** Secrets by where they are put, each one of a kind. */
class Secrets {
  readonly all = new Map<string, string>();
  make(where: string, bytes = 15): string {
    const secret = randomBytes(bytes).toString('base64url');
    this.all.set(where, secret);
    return secret;
  }
}

async function unpacked(archive: string, folder: LabFolder): Promise<Map<string, string>> {
  await run('tar', ['-xzf', archive, '-C', folder.path]);
  const paths = (await readdir(folder.path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = await Promise.all(
    paths.map(async ({ parentPath, name }) => [join(parentPath, name), await readFile(join(parentPath, name), 'utf8')] as const),
  );
  const begin = /^.*?forewarm-bundle-[^/]*\//;
  return new Map(files.filter(([path]) => begin.test(path)).map(([path, text]) => [path.replace(begin, ''), text]));
}

/** Where a secret stands, in any of its forms. */
function findings(files: ReadonlyMap<string, string>, secrets: Secrets): string[] {
  return [...secrets.all].flatMap(([where, secret]) => {
    const bytes = Buffer.from(secret);
    // Of base64 within base64 the middle is the same, whatever stands around it.
    const middles = [0, 1, 2].map((before) =>
      Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .slice(4, -4),
    );
    const forms = [secret, bytes.toString('hex'), encodeURIComponent(secret), ...middles];
    return [...files].flatMap(([name, text]) =>
      forms.some((form) => text.toLowerCase().includes(form.toLowerCase())) ? [`that of ${where} in ${name}`] : [],
    );
  });
}

function parsed(files: ReadonlyMap<string, string>, name: string): unknown {
  return JSON.parse(files.get(name) ?? 'null');
}

async function serverWithSecrets(
  secrets: Secrets,
  originAddress: string,
  files: LabFolder,
): Promise<{ forewarm: LabForewarm; env: Record<string, string> }> {
  const env = {
    EDGE_TOKEN: secrets.make('the environment, in a header'),
    HOOK_SECRET: `whsec_${Buffer.from(secrets.make('a callback', 24)).toString('base64')}`,
  };
  secrets.all.set('a callback, as it is written', env.HOOK_SECRET);
  await writeFile(join(files.path, 'master.key'), randomBytes(32).toString('base64'));
  secrets.all.set('the master key', await readFile(join(files.path, 'master.key'), 'utf8'));
  await writeFile(join(files.path, 'partner.key'), `${secrets.make('a file')}\n`);
  const forewarm = await startForewarm({
    command: ['/usr/bin/env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`), checkout],
    nodes: [
      {
        name: 'edge-a',
        address: originAddress,
        cache: 'nginx',
        headers: { 'X-Edge-Token': 'Bearer ${EDGE_TOKEN}', 'X-Other': secrets.make('a header') },
        purge: { method: 'PURGE', headers: { 'X-Purge': secrets.make('a header of purges') } },
      },
    ],
    domains: [{ name: 'cdn.example.com', nodes: ['edge-a'], verify: 'off' }],
    more: {
      masterKey: `\${file:${join(files.path, 'master.key')}}`,
      keys: [
        { publicKey: 'demo-public', privateKey: secrets.make('the first key') },
        { publicKey: 'partner', privateKey: `\${file:${join(files.path, 'partner.key')}}` },
      ],
      callbacks: [{ url: `https://hooks.example.com/${secrets.make('the path of a callback')}`, secret: '${HOOK_SECRET}' }],
    },
  });
  return { forewarm, env };
}

describe('forewarm bundle', () => {
  test('has what helps, of a running server, and no secret in any form', async () => {
    const secrets = new Secrets();
    await using folder = await makeFolder('bundle');
    await using origin = await startOrigin();
    const { forewarm, env } = await serverWithSecrets(secrets, origin.address, folder);
    await using _server = forewarm;
    const signing = { FOREWARM_PUBLIC_KEY: 'demo-public', FOREWARM_PRIVATE_KEY: secrets.all.get('the first key') ?? '' };
    const { createClient } = await import('../../src/client/index.ts');
    const client = createClient({ endpoint: forewarm.endpoint, publicKey: 'demo-public', privateKey: signing.FOREWARM_PRIVATE_KEY });
    const made = await client.call('CreateUcdnKey', { KeyName: 'ci' });
    secrets.all.set('a made key', made.PrivateKey);
    const { Credentials } = await client.call('AssumeUcdnRole', { DurationSeconds: 900 });
    secrets.all.set('a lent key', Credentials.PrivateKey);
    secrets.all.set('a security token', Credentials.SecurityToken);
    const query = secrets.make('the query of a URL');
    const { TaskId } = await client.call('PrefetchNewUcdnDomainCache', {
      UrlList: [`http://cdn.example.com/a.bin?token=${query}`],
      Comment: `see https://user:${secrets.make('the user of a URL')}@wiki.example.com/page?key=${secrets.make('the query of a comment')}`,
    });
    await waitForTask(client, TaskId, { pollMs: 50 });

    const log = join(folder.path, 'forewarm.log');
    const basic = Buffer.from(`demo-public:${signing.FOREWARM_PRIVATE_KEY}`).toString('base64');
    const foreign = secrets.make('a field that looks like a secret');
    const header = secrets.make('a header in the log');
    const form = secrets.make('a form in the log');
    await writeFile(
      log,
      [
        forewarm.log(),
        `GET /?Action=GetProjectList&Signature=${form}&PublicKey=partner HTTP/1.1`,
        `{"msg":"odd","authorization":"Basic ${basic}","privateKey":"${foreign}","hex":"${Buffer.from(env['EDGE_TOKEN'] ?? '').toString('hex')}"}`,
        `Authorization: Bearer ${header}`,
        ...[...secrets.all]
          .filter(([where]) => !/URL|comment|log|looks|made|lent|token$/.test(where))
          .map(([where, secret]) => `plain ${where}: ${secret}`),
        'the last line',
      ].join('\n'),
    );

    const output = join(folder.path, 'bundle.tar.gz');
    const args = ['bundle', '--config', forewarm.configFile, '--log', log, '--output', output, '--json'];
    const { code, stdout, stderr } = await runCli(args, { env: { ...env, ...signing }, cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ File: output, Missing: [] });
    expect((await stat(output)).mode & 0o777).toBe(0o600);

    await using place = await makeFolder('unpacked');
    const files = await unpacked(output, place);
    expect([...files.keys()].sort()).toEqual(
      [
        'README.txt',
        'about.json',
        'check-config.json',
        'configuration.json',
        'log.txt',
        'store.json',
        ...['audit.json', 'configuration.json', 'domains.json', 'healthz.json', 'keys.json', 'metrics.txt', 'nodes.json'].map(
          (name) => `server/${name}`,
        ),
        ...['pauses.json', 'projects.json', 'readyz.json', 'tasks.json'].map((name) => `server/${name}`),
      ].sort(),
    );
    expect(findings(files, secrets)).toEqual([]);

    expect(parsed(files, 'check-config.json')).toMatchObject({ ok: true, faults: [] });
    expect(parsed(files, 'configuration.json')).toMatchObject({
      keys: [{ publicKey: 'demo-public', privateKey: '(hidden)' }, { publicKey: 'partner' }],
      nodes: [{ name: 'edge-a', headers: { 'X-Edge-Token': '(hidden)', 'X-Other': '(hidden)' } }],
    });
    expect(parsed(files, 'server/tasks.json')).toMatchObject({
      'org-main': { TotalCount: 1, TaskSummaryList: [{ TaskId, Status: 'success' }] },
    });
    expect(parsed(files, 'server/nodes.json')).toMatchObject({ NodeList: [{ Name: 'edge-a' }] });
    expect(parsed(files, 'server/audit.json')).toMatchObject({ AuditList: expect.arrayContaining([expect.objectContaining({ TaskId })]) });
    expect(parsed(files, 'server/readyz.json')).toMatchObject({ status: 'ready' });
    expect(parsed(files, 'about.json')).toMatchObject({
      node: process.version,
      environment: ['FOREWARM_PRIVATE_KEY', 'FOREWARM_PUBLIC_KEY', 'XDG_CACHE_HOME', 'TZ'].sort(),
    });
    expect(files.get('server/metrics.txt')).toMatch(/^forewarm_tasks_ended_total\{status="succeeded"\} 1$/m);
    expect(files.get('log.txt')).toContain('"msg":"serving"');
    expect(files.get('log.txt')?.endsWith('the last line')).toBe(true);
  });

  test('is made without a server, of a faulty configuration, and says what it lacks', async () => {
    const secrets = new Secrets();
    await using folder = await makeFolder('bundle');
    const key = secrets.make('an inline key');
    await writeFile(
      join(folder.path, 'forewarm.yaml'),
      `listen: 127.0.0.1:1\nkeys: [{ publicKey: demo, privateKey: ${key} }]\nnodes: [{ name: edge-a, address: http://127.0.0.1:9, concurrency: many }]\n`,
    );
    const { code, stderr } = await runCli(['bundle', '--output', 'b.tar.gz'], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stderr).toMatch(/without server\/: the configuration has faults/);
    await using place = await makeFolder('unpacked');
    const files = await unpacked(join(folder.path, 'b.tar.gz'), place);
    expect([...files.keys()].sort()).toEqual(['README.txt', 'about.json', 'check-config.json']);
    expect(files.get('check-config.json')).toContain('concurrency');
    expect(files.get('README.txt')).toContain('Not to be had:\n  server/: the configuration has faults');
    expect(findings(files, secrets)).toEqual([]);
  });

  test('never replaces a file, and tells of a server that is not reachable once', async () => {
    await using folder = await makeFolder('bundle');
    const env = { FOREWARM_ENDPOINT: 'http://127.0.0.1:1', FOREWARM_PUBLIC_KEY: 'demo', FOREWARM_PRIVATE_KEY: 'hunter2-hunter2' };
    const args = ['bundle', '--output', 'b.tar.gz'];
    const first = await runCli(args, { cwd: folder.path, env });
    expect(first.code).toBe(0);
    expect(first.stderr.match(/^without server\/: http:\/\/127\.0\.0\.1:1: /gm)).toHaveLength(1);
    const before = await readFile(join(folder.path, 'b.tar.gz'));
    expect(await runCli(args, { cwd: folder.path, env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('b.tar.gz is there already'),
    });
    expect(await readFile(join(folder.path, 'b.tar.gz'))).toEqual(before);
  });
});
