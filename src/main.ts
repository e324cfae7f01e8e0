#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Taking the types out of some forty files costs a fifth of a second, once. In the user's own folder: what lies in
// the common one for temporary files others could have put there. Where it can't be written, nothing is kept.
enableCompileCache(join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'forewarm'));

// `forewarm tasks | head` closes the pipe while there is more to say: that is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

const [{ run }, { processIo }] = await Promise.all([import('./cli/run.ts'), import('./cli/io.ts')]);
// Set, not exited with: what is written to a pipe must get there first.
process.exitCode = await run(process.argv.slice(2), processIo());
