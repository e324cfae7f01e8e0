import type { Store } from '../store.ts';
import { Connection } from './connection.ts';
import { lockStore } from './lock.ts';
import { migrate, type Migration } from './migrate.ts';
import { migrations as ownMigrations } from './migrations/index.ts';
import { createPrivately, realPlace } from './place.ts';
import { SqliteStore } from './sqlitestore.ts';

export type SqliteStoreOptions = {
  /** The database's file; made, with its folder, where missing. */
  path: string;
  log?: StoreLog;
  /** For tests; default: all that there are. */
  migrations?: readonly Migration[];
};

/** The part of a pino logger that the store needs. */
export type StoreLog = { info(facts: object, message: string): void };

/**
 * Opens a store and brings it to the newest schema. Rejects with a StoreFault: `busy` while another forewarm
 * serves it, `too_new`, `unusable`, `corrupt`, `full`, `read_only`, `locked`, `io`.
 */
export async function openSqliteStore({ path, log, migrations = ownMigrations }: SqliteStoreOptions): Promise<Store> {
  const place = realPlace(path);
  // Before anything else touches the file.
  const lock = lockStore(place);
  try {
    createPrivately(place);
    const database = new Connection(place, { busyMs });
    try {
      tune(database);
      const migrated = await migrate(database, migrations);
      if (migrated !== undefined && migrated.from > 0)
        log?.info({ path: place, ...migrated }, 'store migrated; the older one was put aside');
      log?.info({ path: place, schema: migrations.at(-1)?.version }, 'store open');
      return new SqliteStore(database, () => {
        lock.release();
      });
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** How long a statement waits for another program's lock. The wait blocks everything, hence not longer. */
const busyMs = 1_000;

function tune(database: Connection): void {
  // A submit is answered when it is on the disk: with WAL that is one flush a transaction, 0.3 ms here.
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  database.exec(`PRAGMA cache_size = -${cacheKiB}`);
  database.exec('PRAGMA temp_store = MEMORY');
  // After a burst the log shrinks again.
  database.exec(`PRAGMA journal_size_limit = ${logBytes}`);
}

const cacheKiB = 65_536;
const logBytes = 67_108_864;
