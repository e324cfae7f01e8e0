import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Cli, runCli, TemporaryFolder } from './testing/cli.ts';

vi.setConfig({ testTimeout: 90_000 });

const start = `listen: 127.0.0.1:0
projects: [{ id: org-main }]
keys: [{ publicKey: demo, privateKey: \${PRIVATE_KEY} }]
nodes: [{ name: edge-a, address: "http://127.0.0.1:9" }]
domains: [{ name: cdn.example.com, nodes: [edge-a] }]
`;

class Served implements AsyncDisposable {
  readonly folder = new TemporaryFolder();
  readonly env: Record<string, string> = { PRIVATE_KEY: 'hunter2' };
  readonly server: Cli;

  constructor(text: string) {
    this.configure(text);
    this.server = this.serve();
  }

  configure(text: string): void {
    writeFileSync(join(this.folder.path, 'forewarm.yaml'), text);
  }

  serve(): Cli {
    return new Cli(['serve'], { cwd: this.folder.path, env: this.env });
  }

  async endpoint(): Promise<string> {
    const [, address = ''] = await this.server.said(/"address":"(http:[^"]+)"/);
    return address;
  }

  /** A client of it. */
  async run(...args: string[]) {
    const env = { FOREWARM_ENDPOINT: await this.endpoint(), FOREWARM_PUBLIC_KEY: 'demo', FOREWARM_PRIVATE_KEY: 'hunter2' };
    return await runCli(args, { cwd: this.folder.path, env });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.child.kill('SIGKILL');
    await this.server.ended;
    this.folder[Symbol.dispose]();
  }
}

describe.concurrent('forewarm serve', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('serves until %s, then ends with 0', async (signal) => {
    await using served = new Served(start);
    expect((await served.run('nodes')).stdout).toContain('edge-a');
    served.server.child.kill(signal);
    const { code, stdout } = await served.server.ended;
    expect(code).toBe(0);
    expect(stdout).not.toContain('hunter2');
  });

  test('takes a changed configuration over on SIGHUP; a faulty one changes nothing and the log says why', async () => {
    await using served = new Served(start);
    await served.endpoint();
    served.configure(start.replaceAll('edge-a', 'edge-b'));
    served.server.child.kill('SIGHUP');
    await served.server.said(/reloaded/);
    expect((await served.run('nodes')).stdout).toContain('edge-b');

    served.configure(start.replace('nodes: [edge-a]', 'nodes: [edge-z]'));
    served.server.child.kill('SIGHUP');
    await served.server.said(/forewarm\.yaml was read again and changes nothing: .*domains\[0\]\.nodes\[0\] names the node \\"edge-z\\"/);
    expect((await served.run('nodes')).stdout).toContain('edge-b');
  });

  test('does not start on a faulty configuration: 2', async () => {
    await using served = new Served('projects: []\n');
    const { code, stderr } = await served.server.ended;
    expect(code).toBe(2);
    expect(stderr).toContain('forewarm.yaml:1:11: projects is an empty list');
  });

  test('does not start without one, and says how to make one', async () => {
    using folder = new TemporaryFolder();
    const { code, stderr } = await runCli(['serve'], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain('there is no such file');
    expect(stderr).toContain('forewarm init');
  });

  test('does not start beside another one on the same store: 1', async () => {
    await using served = new Served(start);
    await served.endpoint();
    const { code, stderr } = await served.serve().ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^forewarm: the server can't start: /m);
  });
});
