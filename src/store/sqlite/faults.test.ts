import { mkdtempSync, openSync, rmSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewTask } from '../store.ts';
import { Connection } from './connection.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { SqliteStore } from './sqlitestore.ts';

let folder: string;
let path: string;
let connection: Connection;
let store: SqliteStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forewarm-faults-'));
  path = join(folder, 'forewarm.db');
  connection = new Connection(path, { busyMs: 0 });
  connection.exec('PRAGMA journal_mode = WAL');
  await migrate(connection, migrations);
  store = new SqliteStore(connection, () => undefined);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

let lastTask = 0;
function newTask(urlCount: number): NewTask {
  lastTask += 1;
  return {
    taskId: `T${lastTask}`,
    project: 'org-main',
    kind: 'prefetch',
    createdAtMs: 1_767_268_800_000,
    submittedBy: 'key',
    plan: { nodes: [{ name: 'edge-a', layer: 'edge' }], domains: [{ name: 'cdn.example.com', nodes: [0], variants: [{}] }] },
    urls: Array.from({ length: urlCount }, (_, place) => ({ text: `https://cdn.example.com/${'long/'.repeat(20)}${place}`, domain: 0 })),
  };
}

const all = { project: 'org-main', kind: 'prefetch' } as const;

describe('a store that can’t', () => {
  test('grow says that the disk is full, keeps what it answered, and goes on once there is room', async () => {
    await store.submit(newTask(10));
    connection.exec(`PRAGMA max_page_count = ${Number(connection.pragma('page_count')) + 4}`);
    await expect(store.submit(newTask(1000))).rejects.toMatchObject({
      name: 'StoreFault',
      kind: 'full',
      message: expect.stringContaining('the disk is full'),
    });
    expect(await store.countTasks(all)).toBe(1);
    expect(await store.countOpenUrls()).toBe(10);
    connection.exec('PRAGMA max_page_count = 100000');
    await store.submit(newTask(1000));
    expect(await store.countOpenUrls()).toBe(1010);
  });

  test('be written says so, to a ping as well, and can still be read', async () => {
    await store.submit(newTask(10));
    connection.exec('PRAGMA query_only = ON');
    await expect(store.submit(newTask(1))).rejects.toMatchObject({
      kind: 'read_only',
      message: expect.stringContaining("can't be written"),
    });
    await expect(store.ping()).rejects.toMatchObject({ kind: 'read_only' });
    expect(await store.countTasks(all)).toBe(1);
  });

  test('have its turn to write because a shell holds it, says so', async () => {
    const shell = new DatabaseSync(path);
    shell.exec('BEGIN IMMEDIATE');
    await expect(store.submit(newTask(1))).rejects.toMatchObject({ kind: 'locked', message: expect.stringContaining('another program') });
    expect(await store.countTasks(all)).toBe(0);
    shell.exec('ROLLBACK');
    shell.close();
    await store.submit(newTask(1));
  });

  test('be read because its file is damaged, says so', async () => {
    for (let count = 0; count < 20; count += 1) await store.submit(newTask(1000));
    await store.close();
    // The first page of every table and index; the schema's own is the file's first.
    const roots = readRootPages(path);
    expect(roots.length).toBeGreaterThan(10);
    const file = openSync(path, 'r+');
    for (const page of roots) writeSync(file, new Uint8Array(4096).fill(0x55), 0, null, (page - 1) * 4096);
    closeSync(file);
    connection = new Connection(path, { busyMs: 0 });
    const damaged = new SqliteStore(connection, () => undefined);
    await expect(damaged.countTasks(all)).rejects.toMatchObject({ kind: 'corrupt', message: expect.stringContaining('damaged') });
    await expect(damaged.submit(newTask(1))).rejects.toMatchObject({ kind: 'corrupt' });
    await damaged.close();
  });
});

describe('a fault of our own SQL', () => {
  test('stays what it is', () => {
    expect(() => connection.prepare('SELECT title FROM nowhere')).toThrow('no such table: nowhere');
  });
});

describe('a file that can’t be opened', () => {
  test('is told by its name', () => {
    expect(() => new Connection(join(folder, 'no', 'such', 'folder.db'), { busyMs: 0 })).toThrow(
      expect.objectContaining({ kind: 'unusable', message: expect.stringContaining('folder.db') }),
    );
  });
});

function readRootPages(file: string): number[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const pages = database.prepare('SELECT rootpage FROM sqlite_schema WHERE rootpage > 1').all();
  database.close();
  return pages.map(({ rootpage }) => Number(rootpage));
}
