import { existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewTask } from '../store.ts';
import type { Migration } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openSqliteStore } from './open.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forewarm-migrate-'));
  path = join(folder, 'forewarm.db');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const newest = migrations.length;
const next: Migration = {
  version: newest + 1,
  name: 'notes',
  sql: 'ALTER TABLE task ADD COLUMN note TEXT; CREATE TABLE extra (id INTEGER) STRICT;',
};
const broken: Migration = {
  version: newest + 1,
  name: 'broken',
  sql: 'CREATE TABLE extra (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);',
};

const task: NewTask = {
  taskId: 'T1',
  project: 'org-main',
  kind: 'prefetch',
  createdAtMs: 1_767_268_800_000,
  submittedBy: 'key',
  plan: { nodes: [{ name: 'edge-a', layer: 'edge' }], domains: [{ name: 'cdn.example.com', nodes: [0], variants: [{}] }] },
  urls: [{ text: 'https://cdn.example.com/', domain: 0 }],
};

async function storeWithTask(): Promise<void> {
  const store = await openSqliteStore({ path });
  await store.submit(task);
  await store.close();
}

function query(file: string, sql: string): unknown {
  const database = new DatabaseSync(file);
  const row = database.prepare(sql).get();
  database.close();
  return row;
}

describe('the migrations', () => {
  test('are numbered from 1 without a gap', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, place) => place + 1));
  });
});

describe('a store of an older schema', () => {
  test('is copied beside itself, then brought to the newest, with all that is in it', async () => {
    await storeWithTask();
    const said: object[] = [];
    const log = { info: (facts: object) => void said.push(facts) };
    const store = await openSqliteStore({ path, migrations: [...migrations, next], log });
    expect(await store.findTask('org-main', 'T1')).toMatchObject({ taskId: 'T1' });
    await store.close();

    const copy = `${path}.schema-${newest}`;
    expect(said[0]).toEqual({ path, from: newest, to: newest + 1, copy });
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(query(copy, 'PRAGMA user_version')).toEqual({ user_version: newest });
    expect(query(copy, 'SELECT task_id FROM task')).toEqual({ task_id: 'T1' });
    expect(query(copy, 'PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
    expect(query(path, 'SELECT note FROM task')).toEqual({ note: null });
  });

  test('is as it was before, when its copy is put back', async () => {
    await storeWithTask();
    await (await openSqliteStore({ path, migrations: [...migrations, next] })).close();
    await expect(openSqliteStore({ path })).rejects.toMatchObject({ kind: 'too_new' });
    renameSync(`${path}.schema-${newest}`, path);
    const store = await openSqliteStore({ path });
    expect(await store.findTask('org-main', 'T1')).toMatchObject({ taskId: 'T1' });
    await store.submit({ ...task, taskId: 'T2' });
    await store.close();
  });

  test('stays what it is when a migration fails, however often', async () => {
    await storeWithTask();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(openSqliteStore({ path, migrations: [...migrations, broken] })).rejects.toThrow('no such table: nowhere');
    }
    expect(query(path, 'PRAGMA user_version')).toEqual({ user_version: newest });
    expect(query(path, "SELECT count(*) AS found FROM sqlite_schema WHERE name = 'extra'")).toEqual({ found: 0 });
    expect(existsSync(`${path}.schema-${newest}.unfinished`)).toBe(false);
    const store = await openSqliteStore({ path });
    expect(await store.findTask('org-main', 'T1')).toMatchObject({ taskId: 'T1' });
    await store.close();
  });

  test('is not copied when there is nothing to migrate, nor when it is new', async () => {
    await storeWithTask();
    await (await openSqliteStore({ path })).close();
    expect(existsSync(`${path}.schema-0`)).toBe(false);
    expect(existsSync(`${path}.schema-${newest}`)).toBe(false);
  });
});

describe('a store of a newer schema', () => {
  test('is refused with a sentence that helps, and left alone', async () => {
    await (await openSqliteStore({ path, migrations: [...migrations, next] })).close();
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      kind: 'too_new',
      message:
        `The store ${path} was written by a newer forewarm (schema ${newest + 1}; this one knows ${newest}). ` +
        `Start that version, or go back: put the copy that it made before migrating (${path}.schema-${newest}, if it is there) in its place.`,
    });
    await (await openSqliteStore({ path, migrations: [...migrations, next] })).close();
  });
});
