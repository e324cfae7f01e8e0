import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type PeerLoad = { address: string; host: string; paths: readonly string[]; connections: number };
/** URLs per second. */
export type Peer = { name: string; measure(): Promise<number> };

/** The programs that people would use instead, on the same URLs and as many connections. */
export async function makePeers({ address, host, paths, connections }: PeerLoad): Promise<AsyncDisposable & { curl: Peer; wrk: Peer }> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-bench-'));
  const curlConfig = join(folder, 'curl.conf');
  await writeFile(curlConfig, paths.map((path) => `url = "${address}${path}"\noutput = "/dev/null"\n`).join(''));
  const wrkScript = join(folder, 'paths.lua');
  await writeFile(
    wrkScript,
    `local n = 0
function request()
  n = n % ${paths.length} + 1
  return wrk.format("GET", "${prefixOf(paths)}" .. (n - 1))
end
`,
  );
  return {
    curl: {
      name: `curl --parallel --parallel-max ${connections}`,
      async measure() {
        const startedMs = performance.now();
        await run('curl', ['--parallel', '--parallel-max', String(connections), '--silent', '-H', `Host: ${host}`, '--config', curlConfig]);
        return (paths.length * 1000) / (performance.now() - startedMs);
      },
    },
    wrk: {
      name: `wrk -t1 -c${connections}`,
      async measure() {
        const args = ['-t1', `-c${connections}`, '-d2s', '-H', `Host: ${host}`, '-s', wrkScript, address];
        const { stdout } = await run('wrk', args);
        const perSecond = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1];
        if (perSecond === undefined) throw new Error(`wrk said nothing of its rate: ${stdout}`);
        return Number(perSecond);
      },
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Paths end in their number, so that wrk's script can make them. */
function prefixOf(paths: readonly string[]): string {
  return paths[0]?.replace(/\d+$/, '') ?? '/';
}
