import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Connection } from './connection.ts';
import { openSqliteStore } from './open.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forewarm-open-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function mode(path: string): number {
  return statSync(path).mode & 0o777;
}

describe('opening a store', () => {
  test('makes its folder and a file that only this user can read', async () => {
    const path = join(folder, 'var', 'lib', 'forewarm.db');
    const store = await openSqliteStore({ path });
    expect(mode(join(folder, 'var', 'lib'))).toBe(0o700);
    expect([mode(path), mode(`${path}-wal`), mode(`${path}.lock`)]).toEqual([0o600, 0o600, 0o600]);
    await store.close();
  });

  test('leaves the mode of a file as its owner set it', async () => {
    const path = join(folder, 'forewarm.db');
    await (await openSqliteStore({ path })).close();
    chmodSync(path, 0o640);
    await (await openSqliteStore({ path })).close();
    expect(mode(path)).toBe(0o640);
  });

  test('asks for a flush of the disk at every commit', async () => {
    const spied = vi.spyOn(Connection.prototype, 'exec');
    const path = join(folder, 'forewarm.db');
    const store = await openSqliteStore({ path });
    const connection = spied.mock.contexts.find((context): context is Connection => context instanceof Connection && context.path === path);
    expect(['journal_mode', 'synchronous', 'foreign_keys'].map((name) => connection?.pragma(name))).toEqual(['wal', 2, 1]);
    spied.mockRestore();
    await store.close();
  });

  test('follows a symbolic link, also one whose target is still to be made', async () => {
    const target = join(folder, 'elsewhere', 'real.db');
    const link = join(folder, 'link.db');
    symlinkSync('elsewhere/real.db', link);
    await (await openSqliteStore({ path: link })).close();
    expect(existsSync(target)).toBe(true);
    await (await openSqliteStore({ path: link })).close();
  });

  test('says what it did', async () => {
    const said: string[] = [];
    const log = { info: (_facts: object, message: string) => void said.push(message) };
    const store = await openSqliteStore({ path: join(folder, 'forewarm.db'), log });
    expect(said).toEqual(['store open']);
    await store.close();
  });
});

describe('a store that is open', () => {
  test('is refused to a second one, by whatever name that calls it, until it is closed', async () => {
    const path = join(folder, 'forewarm.db');
    const link = join(folder, 'link.db');
    const store = await openSqliteStore({ path });
    symlinkSync(path, link);
    const refusal = `The store ${path} is being served by another forewarm (process ${process.pid}). Stop that one first`;
    await expect(openSqliteStore({ path })).rejects.toThrow(refusal);
    await expect(openSqliteStore({ path: link })).rejects.toMatchObject({
      name: 'StoreFault',
      kind: 'busy',
      message: expect.stringContaining(refusal),
    });
    await expect(openSqliteStore({ path: join(folder, '.', 'x', '..', 'forewarm.db') })).rejects.toThrow(refusal);
    // Being refused must not have broken the lock.
    await expect(openSqliteStore({ path })).rejects.toThrow(refusal);
    await store.close();
    await (await openSqliteStore({ path })).close();
  });

  test('can be read by others', async () => {
    const path = join(folder, 'forewarm.db');
    const store = await openSqliteStore({ path });
    const shell = new DatabaseSync(path, { readOnly: true });
    expect(shell.prepare('SELECT count(*) AS tasks FROM task').get()).toEqual({ tasks: 0 });
    shell.close();
    await store.close();
  });
});

describe('what can’t be a store is refused with the reason', () => {
  test('a folder', async () => {
    await expect(openSqliteStore({ path: folder })).rejects.toMatchObject({
      kind: 'unusable',
      message: `The store ${folder} is not a file. Name the file itself, like ${join(folder, 'forewarm.db')}.`,
    });
  });

  test('a place under a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(openSqliteStore({ path: join(folder, 'file', 'forewarm.db') })).rejects.toMatchObject({
      kind: 'unusable',
      message: expect.stringMatching(/can't be kept there: E(NOTDIR|EXIST)/),
    });
  });

  test('a link that leads in a circle', async () => {
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('a', join(folder, 'b'));
    await expect(openSqliteStore({ path: join(folder, 'a') })).rejects.toMatchObject({
      kind: 'unusable',
      message: expect.stringContaining('circle'),
    });
  });

  test('a file that is no database', async () => {
    const path = join(folder, 'notes.txt');
    writeFileSync(path, 'Some notes that are longer than the header of a database. '.repeat(10));
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      kind: 'corrupt',
      message: expect.stringContaining(`The store ${path} is damaged or is no SQLite database`),
    });
  });

  test('another program’s database', async () => {
    const path = join(folder, 'theirs.db');
    const theirs = new DatabaseSync(path);
    theirs.exec('CREATE TABLE song (title TEXT)');
    theirs.close();
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      kind: 'unusable',
      message: expect.stringContaining('not one of forewarm'),
    });
    const still = new DatabaseSync(path, { readOnly: true });
    expect(still.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'song' }]);
    still.close();
  });

  test('a lock file that is none, with what to do about it', async () => {
    const path = join(folder, 'forewarm.db');
    writeFileSync(`${path}.lock`, 'This is no lock file of ours. '.repeat(20));
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      kind: 'corrupt',
      message: expect.stringContaining('then delete the lock file'),
    });
  });

  test('a folder where the lock should be', async () => {
    const path = join(folder, 'forewarm.db');
    mkdirSync(`${path}.lock`);
    await expect(openSqliteStore({ path })).rejects.toMatchObject({ kind: 'unusable' });
  });
});
