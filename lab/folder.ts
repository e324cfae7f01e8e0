import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tellReaper } from './reaper.ts';

/** A fresh folder that is removed with all that is in it. */
export type LabFolder = AsyncDisposable & { readonly path: string };

/** Mode 0755: Varnish, Squid and nginx's workers give up root and must still get in. */
export async function makeFolder(name: string): Promise<LabFolder> {
  const path = await mkdtemp(join(tmpdir(), `forewarm-lab-${name}-`));
  tellReaper('folder', path);
  await chmod(path, 0o755);
  return {
    path,
    async [Symbol.asyncDispose]() {
      // Retries: a server that is just ending may still write.
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
      tellReaper('removed', path);
    },
  };
}
