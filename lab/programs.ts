import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What `tools/servers` calls them → the program that each brings. */
const programs = {
  nginx: 'nginx',
  varnish: 'varnishd',
  trafficserver: 'traffic_server',
  squid: 'squid',
  // Shells that complete command lines, and Prometheus' own check of its rules.
  bash: 'bash',
  zsh: 'zsh',
  fish: 'fish',
  promtool: 'promtool',
  // A real browser, for the console.
  chromium: 'chromium',
} as const;
export type ServerName = keyof typeof programs;

/** All that the lab and the tests know to start. */
export const serverNames = [
  'nginx',
  'varnish',
  'trafficserver',
  'squid',
  'bash',
  'zsh',
  'fish',
  'promtool',
  'chromium',
] as const satisfies readonly ServerName[];

/** Servers live in folders that a user's PATH often lacks. */
const serverFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The full path of a server's program. Throws with the command that installs it. */
export function findServer(name: ServerName): string {
  const path = findProgram(programs[name]);
  if (path === undefined) throw new Error(`${name} is not on this machine: run tools/servers ${name}`);
  return path;
}

export function hasServer(name: ServerName): boolean {
  return findProgram(programs[name]) !== undefined;
}

export function findProgram(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...serverFolders];
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

/**
 * True when `./check` could not install this server because no package mirror answers: its tests
 * are then skipped by name. Without `./check` a missing server is a failure.
 */
export function isUnavailable(name: ServerName): boolean {
  return (process.env['FOREWARM_UNAVAILABLE'] ?? '').split(' ').includes(name);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
