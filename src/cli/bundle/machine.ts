import { statfsSync, statSync } from 'node:fs';
import { arch, availableParallelism, freemem, loadavg, release, totalmem, type, uptime } from 'node:os';
import { dirname } from 'node:path';
import { version } from '../../version.ts';
import type { Io } from '../io.ts';

/** The program and the machine that it runs on. */
export function aboutMachine(env: Io['env']): object {
  return {
    forewarm: version,
    node: process.version,
    madeAt: new Date().toISOString(),
    system: `${type()} ${release()} ${arch()}`,
    cpus: availableParallelism(),
    loadAverage: loadavg(),
    memoryBytes: { total: totalmem(), free: freemem() },
    uptimeSeconds: Math.round(uptime()),
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    // Names alone: a value may be secret.
    environment: Object.keys(env)
      .filter((name) => /^(FOREWARM_|NODE_|UV_|LANG|LC_|TZ$|XDG_CACHE_HOME$)/.test(name))
      .sort(),
  };
}

/** The files of a store, and the room on its disk. */
export function aboutStore(path: string): object {
  const files = ['', '-wal', '-shm', '.lock'].map((end) => [`${path}${end}`, sizeOf(`${path}${end}`)] as const);
  return { files: Object.fromEntries(files.filter(([, size]) => size !== undefined)), disk: diskOf(dirname(path)) };
}

function sizeOf(file: string): object | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined
    ? undefined
    : { sizeBytes: stat.size, changedAt: stat.mtime.toISOString(), mode: (stat.mode & 0o777).toString(8) };
}

function diskOf(folder: string): object | string {
  try {
    const { bsize, blocks, bavail } = statfsSync(folder);
    return { totalBytes: bsize * blocks, freeBytes: bsize * bavail };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
