import { describe, expect, test, vi } from 'vitest';
import { runCli } from './testing/cli.ts';

// Each test starts the program a few times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

describe.concurrent('The command line itself', () => {
  test('has a version, help with examples, and mends a slip', async () => {
    expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await runCli(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('Examples:');
    expect(await runCli(['prefech', 'x'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Did you mean prefetch?'),
    });
    expect(await runCli([])).toMatchObject({ code: 2, stdout: '' });
  });

  test('lists what works in this version and nothing else', async () => {
    const { stdout } = await runCli(['--help']);
    const listed = [...stdout.matchAll(/^ {2}([a-z-]+) .*(?:\[options\]|\[command\]|<shell>)/gm)].map(([, name]) => name);
    expect(listed).toEqual([
      'init',
      'check-config',
      'probe',
      'serve',
      'prefetch',
      'refresh',
      'tasks',
      'task',
      'cancel',
      'retry',
      'explain',
      'coverage',
      'nodes',
      'pause',
      'resume',
      'keys',
      'audit',
      'callbacks',
      'bundle',
      'completion',
      'help',
    ]);
  });

  test.each(['init', 'check-config', 'serve', 'prefetch', 'refresh', 'tasks', 'task', 'explain', 'coverage', 'nodes', 'pause', 'resume'])(
    '%s --help has examples within 80 columns',
    async (name) => {
      const { code, stdout } = await runCli([name, '--help'], { env: { COLUMNS: '80' } });
      expect(code).toBe(0);
      expect(stdout).toContain('Examples:\n  ');
      const [usage = ''] = stdout.split('Examples:');
      expect(Math.max(...usage.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );
});
