import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/**
 * A shell that outlives this process and then ends the servers and removes the folders that are
 * left. An exit handler would not do: test runners end their workers with SIGKILL.
 */
let reaper: Writable | undefined;

type Notice = 'server' | 'gone' | 'folder' | 'removed';

export function tellReaper(notice: Notice, value: string | number): void {
  reaper ??= startReaper();
  reaper.write(`${notice} ${value}\n`);
}

function startReaper(): Writable {
  const script = fileURLToPath(new URL('reaper.sh', import.meta.url));
  // Detached: Ctrl-C must not end it before the servers have ended.
  const child = spawn('/bin/sh', [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  child.stdin.on('error', () => undefined);
  return child.stdin;
}
