import { StoreFault } from '../fault.ts';
import { Connection } from './connection.ts';
import { createPrivately } from './place.ts';

/** Keeps a second server from the same file. It is the operating system's lock: it ends with the process, however that ends. */
export type StoreLock = { release(): void };

/** Two that start at once get in each other's way for a moment, and a server that is replaced takes one to go. */
const settleMs = 250;

/**
 * Takes the lock that lies beside a store: an open write transaction on a tiny database of its own, so that
 * shells and backups can read the store itself. A reserved lock rather than an exclusive one: it leaves
 * the holder's process id readable to whoever is refused.
 * Throws a StoreFault (`busy`) when another process, or another store of this one, has it.
 */
export function lockStore(place: string): StoreLock {
  const path = `${place}.lock`;
  createPrivately(path);
  const lock = new Connection(path, { busyMs: settleMs });
  try {
    hold(lock, () => {
      lock.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL) STRICT');
      lock.exec('DELETE FROM holder');
      lock.prepare('INSERT INTO holder VALUES (?)').run(process.pid);
      lock.exec('COMMIT');
    });
    // Between the two transactions another may come first; then it wrote its own id and we read that one.
    hold(lock, () => undefined);
  } catch (error) {
    const refusal = refusalOf(error, place, lock);
    lock.close();
    throw refusal;
  }
  return {
    release: () => {
      lock.close();
    },
  };
}

function hold(lock: Connection, work: () => void): void {
  lock.exec('BEGIN IMMEDIATE');
  work();
}

function refusalOf(error: unknown, place: string, lock: Connection): unknown {
  if (!(error instanceof StoreFault)) return error;
  if (error.kind === 'locked') return servedBy(place, holderOf(lock));
  if (error.kind !== 'corrupt') return error;
  return new StoreFault(
    'corrupt',
    `The lock file ${lock.path} is damaged. See that no forewarm serves ${place}, then delete the lock file.`,
    { cause: error },
  );
}

function servedBy(place: string, pid: number | undefined): StoreFault {
  const holder = pid === undefined ? 'another forewarm' : `another forewarm (process ${pid})`;
  return new StoreFault(
    'busy',
    `The store ${place} is being served by ${holder}. Stop that one first, or give this one a store of its own.`,
  );
}

/** Undefined while the holder has not written its id yet, or is writing it. */
function holderOf(lock: Connection): number | undefined {
  try {
    return lock.prepare<[number]>('SELECT pid FROM holder').get()?.[0];
  } catch {
    return undefined;
  }
}
