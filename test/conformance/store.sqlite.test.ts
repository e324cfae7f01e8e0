import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { storeConformance } from './store.ts';

storeConformance(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-store-'));
  return {
    open: () => openSqliteStore({ path: join(folder, 'forewarm.db') }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
});
