import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runCli, TemporaryFolder } from './testing/cli.ts';

vi.setConfig({ testTimeout: 90_000 });

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

describe.concurrent('forewarm init', () => {
  test('writes a configuration that check-config finds right, with its secrets in files that only their owner reads', async () => {
    using folder = new TemporaryFolder();
    const { path: cwd } = folder;
    const { code, stdout } = await runCli(['init'], { cwd });
    expect(code).toBe(0);
    expect(['data', 'data/private.key', 'data/master.key'].map((name) => modeOf(join(cwd, name)))).toEqual(['700', '600', '600']);

    const privateKey = readFileSync(join(cwd, 'data/private.key'), 'utf8').trim();
    const text = readFileSync(join(cwd, 'forewarm.yaml'), 'utf8');
    expect(privateKey).toMatch(/^[0-9a-f]{64}$/);
    expect(text + stdout).not.toContain(privateKey);
    expect(stdout).toContain(`export FOREWARM_PUBLIC_KEY=${/publicKey: "(\w+)"/.exec(text)?.[1]}`);

    const checked = await runCli(['check-config'], { cwd });
    expect(checked).toEqual({ code: 0, stdout: 'forewarm.yaml is right: 1 project, 1 key, 1 node, 1 domain.\n', stderr: '' });
  });

  test('overwrites nothing, and with --force the configuration and its key, but never the master key', async () => {
    using folder = new TemporaryFolder();
    const { path: cwd } = folder;
    await runCli(['init'], { cwd });
    const before = ['forewarm.yaml', 'data/private.key', 'data/master.key'].map((name) => readFileSync(join(cwd, name), 'utf8'));

    const again = await runCli(['init'], { cwd });
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toContain('forewarm.yaml and data/private.key are there already, so nothing was written');
    expect(readFileSync(join(cwd, 'forewarm.yaml'), 'utf8')).toBe(before[0]);

    const forced = await runCli(['init', '--force', '--json'], { cwd });
    expect(JSON.parse(forced.stdout)).toMatchObject({ Files: ['data/private.key', 'forewarm.yaml'] });
    const after = ['forewarm.yaml', 'data/private.key', 'data/master.key'].map((name) => readFileSync(join(cwd, name), 'utf8'));
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(after[2]).toBe(before[2]);
    expect(modeOf(join(cwd, 'data/private.key'))).toBe('600');
  });

  test('writes beside the configuration that it is told to make', async () => {
    using folder = new TemporaryFolder();
    mkdirSync(join(folder.path, 'etc'));
    const { code, stdout } = await runCli(['init', '--config', 'etc/edge.yaml'], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toContain('forewarm serve --config etc/edge.yaml');
    expect(await runCli(['check-config', '--config', 'etc/edge.yaml'], { cwd: folder.path })).toMatchObject({ code: 0 });
  });

  test('says so when it may not write', async () => {
    using folder = new TemporaryFolder();
    writeFileSync(join(folder.path, 'data'), 'a file where a folder is due');
    const { code, stderr } = await runCli(['init'], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("can't be written");
  });
});

describe.concurrent('forewarm check-config', () => {
  test('tells all faults, and ends with 2', async () => {
    using folder = new TemporaryFolder();
    writeFileSync(join(folder.path, 'forewarm.yaml'), 'listen: 0.0.0.0:80\nprojects: [{ id: a }]\n\nretry: { attempts: 0 }\n');
    const { code, stdout, stderr } = await runCli(['check-config'], { cwd: folder.path });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^fault {3}forewarm\.yaml:1:9: listen is an address beyond this machine/),
      'fault   forewarm.yaml:4:20: retry.attempts is 0; accepted: a whole number from 1 to 100',
      'forewarm.yaml has 2 faults.',
      '',
    ]);
    const json = await runCli(['check-config', '--json'], { cwd: folder.path });
    expect(JSON.parse(json.stdout)).toMatchObject({
      Ok: false,
      Faults: [
        { File: 'forewarm.yaml', Line: 1, Column: 9 },
        { File: 'forewarm.yaml', Line: 4 },
      ],
      Warnings: [],
    });
  });

  test('says what is in a configuration that is right, and ends with 0', async () => {
    using folder = new TemporaryFolder();
    writeFileSync(join(folder.path, 'forewarm.yaml'), 'projects: [{ id: a }]\n');
    expect(await runCli(['check-config'], { cwd: folder.path })).toEqual({
      code: 0,
      stdout: 'forewarm.yaml is right: 1 project, 0 keys, 0 nodes, 0 domains.\n',
      stderr: '',
    });
  });
});
