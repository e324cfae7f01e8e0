import { renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreFault } from '../fault.ts';
import type { Connection } from './connection.ts';
import { createPrivately, syncFolder } from './place.ts';

/** One step of the schema: `version` is what the schema is after it; the first is 1. */
export type Migration = { readonly version: number; readonly name: string; readonly sql: string };

/** `copy`: where the older store was put aside. */
export type Migrated = { from: number; to: number; copy?: string };

/**
 * Brings a store to the newest schema, in one transaction; a store with something in it is copied beside
 * itself first. Returns undefined when there was nothing to do.
 * Throws a StoreFault: `too_new`, or `unusable` when the database is another program's.
 */
export async function migrate(database: Connection, migrations: readonly Migration[]): Promise<Migrated | undefined> {
  const from = Number(database.pragma('user_version'));
  const to = migrations.at(-1)?.version ?? 0;
  checkOurs(database);
  if (from > to) {
    throw new StoreFault(
      'too_new',
      `The store ${database.path} was written by a newer forewarm (schema ${from}; this one knows ${to}). ` +
        `Start that version, or go back: put the copy that it made before migrating (${copyPath(database.path, to)}, if it is there) in its place.`,
    );
  }
  if (from === to) return undefined;
  const copy = from > 0 ? await putAside(database, from) : undefined;
  database.write(() => {
    for (const { version, sql } of migrations) {
      if (version > from) database.exec(sql);
    }
    database.exec(`PRAGMA application_id = ${applicationId}`);
    database.exec(`PRAGMA user_version = ${to}`);
  });
  return { from, to, ...(copy === undefined ? undefined : { copy }) };
}

/** "fwrm" in the file's header, so that a store is never written into another program's database. */
const applicationId = 0x66_77_72_6d;

function checkOurs(database: Connection): void {
  if (database.pragma('application_id') === applicationId) return;
  const tables = database.prepare<[number]>('SELECT count(*) FROM sqlite_schema').get()?.[0] ?? 0;
  if (tables > 0) {
    throw new StoreFault('unusable', `${database.path} is a SQLite database, but not one of forewarm's. Name another file for the store.`);
  }
}

/**
 * The name is the same at each try and a later copy replaces an earlier one: a migration that fails at
 * every start must not fill the disk. A half-made copy never has that name.
 */
async function putAside(database: Connection, version: number): Promise<string> {
  const copy = copyPath(database.path, version);
  const unfinished = `${copy}.unfinished`;
  rmSync(unfinished, { force: true });
  createPrivately(unfinished);
  try {
    await database.copyTo(unfinished);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  renameSync(unfinished, copy);
  syncFolder(dirname(copy));
  return copy;
}

function copyPath(path: string, version: number): string {
  return `${path}.schema-${version}`;
}
