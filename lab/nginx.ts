import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findServer } from './programs.ts';
import type { Command, Place } from './server.ts';

/** Writes a configuration into the server's folder and tells how to run nginx on it. */
export async function nginxCommand({ folder }: Place, configuration: string): Promise<Command> {
  const file = join(folder, 'nginx.conf');
  await mkdir(folder, { recursive: true });
  await writeFile(file, configuration);
  // As root, nginx's workers would become a user who can't read files that tests write.
  const user = process.getuid?.() === 0 ? ' user root;' : '';
  return {
    command: findServer('nginx'),
    // -e: until nginx has read its configuration it would write to /var/log.
    args: ['-c', file, '-e', join(folder, 'error.log'), '-g', `daemon off;${user}`],
  };
}
