import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEdge, type EdgeOptions, type LabEdge } from './edge.ts';
import { findServer } from './programs.ts';
import { fillTemplate } from './template.ts';

/** Squid as examples/edges/squid.conf sets it up. Start its upstream first, or it answers 502 to the first request. */
export function startSquid({ upstream }: EdgeOptions): Promise<LabEdge> {
  return startEdge({
    name: 'squid',
    cache: 'squid',
    hitHeader: 'x-cache',
    hitPattern: /HIT from \S+$/,
    cacheFolders: ['cache'],
    async prepare(place) {
      const { folder, port } = place;
      const command = findServer('squid');
      const file = join(folder, 'squid.conf');
      await writeFile(file, await fillTemplate('squid.conf', { ...place, upstreamPort: upstream }));
      await mkdir(join(folder, 'cache'), { recursive: true });
      await giveToSquid([folder, join(folder, 'cache')]);
      const instance = ['-N', '-n', instanceName(port), '-f', file];
      // Lays out the cache folder; leaves one that is laid out as it is.
      await promisify(execFile)(command, [...instance, '-z']);
      // SIGINT: an exit at once, its index written; SIGTERM waits for shutdown_lifetime.
      // -d 1: says on stderr what it does, for the ready line and for errors.
      return {
        command,
        args: [...instance, '-d', '1'],
        readyLine: 'Accepting reverse-proxy HTTP Socket connections',
        stopSignal: 'SIGINT',
      };
    },
    async cleanUp({ port }) {
      for (const segment of ['metadata', 'queues', 'readers'])
        await rm(`/dev/shm/${instanceName(port)}-cf__${segment}.shm`, { force: true });
    },
  });
}

/** Letters and digits only, unique on the machine: the name of its shared memory. */
function instanceName(port: number): string {
  return `edge${port}`;
}

/** Started as root, Squid gives up root for good and becomes this user. */
async function giveToSquid(folders: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const users = await readFile('/etc/passwd', 'utf8');
  const [, uid, gid] = /^(?:proxy|squid):[^:]*:(\d+):(\d+):/m.exec(users) ?? [];
  for (const folder of folders) await chown(folder, Number(uid ?? 0), Number(gid ?? 0));
}
