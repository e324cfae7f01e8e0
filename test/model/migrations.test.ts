import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { Connection } from '../../src/store/sqlite/connection.ts';
import { migrate } from '../../src/store/sqlite/migrate.ts';
import { migrations } from '../../src/store/sqlite/migrations/index.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Store } from '../../src/store/store.ts';
import { cancelled } from '../../src/tasks/cancelled.ts';
import {
  drain,
  ended,
  endAll,
  failed,
  had,
  layeredPlan,
  lines,
  newTask,
  noonMs,
  noonS,
  report,
  started,
  urlIds,
} from '../conformance/store/given.ts';
import { auditStore } from './audit.ts';

/** A database of an older forewarm, with rows that a store has written, is brought to the newest schema: nothing is lost. */

/** What a store of this version can have been told. */
async function fill(store: Store, version: number): Promise<void> {
  const limits = {
    intervalMs: 1000,
    daily: { day: '2026-01-01', takes: [{ domain: 'cdn.example.com', kind: 'prefetch', urls: 3 }] },
  } as const;
  const guard = { fingerprint: 'sha-of-the-request', windowMs: 10_000 };
  const good = await store.submit(newTask({ urls: lines(3) }), guard);
  await store.submit(newTask({ urls: lines(2), submittedBy: 'limited' }), undefined, limits);
  await endAll(store, good, { ...had, verdict: 'hit-proven', freshForS: 600 });
  const mixed = await store.submit(newTask({ plan: layeredPlan, urls: [...lines(3), { text: 'http://img.example.com/ü', domain: 1 }] }));
  const [a = 0, b = 0, c = 0] = await urlIds(store, mixed);
  await report(store, ended(mixed.task, a, 0), ended(mixed.task, a, 1, failed), ended(mixed.task, b, 0), started(mixed.task, c, 0));
  const repeated = [...lines(1), { text: 'https://cdn.example.com/0', domain: 0, sameAs: 0 }];
  await endAll(store, await store.submit(newTask({ project: 'org-b', urls: repeated })), failed);
  const directory = [{ text: 'https://cdn.example.com/d/', domain: 0 }];
  const refresh = { type: 'dir', mode: 'expire', thenPrefetch: false } as const;
  await endAll(store, await store.submit(newTask({ kind: 'refresh', refresh, urls: directory })));
  const playlist = await store.submit(newTask({ kind: 'refresh', refresh: { ...refresh, type: 'm3u8' }, roomForUrls: 5 }));
  const added = [{ task: playlist.task, urls: [{ text: 'https://cdn.example.com/segment', domain: 0 }] }];
  await store.record({ reports: [], live: [], added, nowMs: noonMs });
  await endAll(store, await store.submit(newTask({ isReplay: true })));
  await store.setPause({ kind: 'node', name: 'edge-a', atMs: noonMs, by: 'key' });
  await store.setNodeRecord({ node: 'edge-a', state: 'warming', sinceMs: noonMs, syncedAtS: noonS, replay: [3, 4], drained: true });
  if (version >= 6) {
    const urgent = await store.submit(newTask({ priority: 9, comment: 'at once' }), { ...guard, fingerprint: 'token', body: 'digest' });
    await store.submit(newTask({ after: { task: urgent.task, taskId: urgent.taskId }, retryOf: mixed.taskId }));
  }
  if (version >= 7) {
    const key = {
      publicKey: 'made',
      terms: { account: 'main', urls: ['a.test/'] },
      isDisabled: true,
      createdAtMs: noonMs,
      createdBy: 'key',
    } as const;
    await store.setKey({ ...key, sealed: Buffer.from('sealed'), former: { sealed: Buffer.from('former'), untilMs: noonMs + 5 } });
    await store.addAudit([
      {
        atMs: noonMs,
        key: 'key',
        address: '127.0.0.1',
        action: 'CreateUcdnKey',
        project: 'org-main',
        retCode: 0,
        times: 1,
        detail: 'made',
      },
    ]);
  }
}

/** All that a store can be asked. */
async function allOf(store: Store): Promise<object> {
  const projects = await Promise.all(
    ['org-main', 'org-b'].map(async (project) => {
      const query = { project, window: { beginS: 0, endS: noonS * 2 } };
      const tasks = await store.listTasks(query, { offset: 0, limit: 100 });
      const details = await Promise.all(tasks.map(({ task }) => store.readUrls(task, { offset: 0, limit: 100 })));
      const open = await Promise.all(tasks.map(({ task }) => store.openUrls(task, 0, 100)));
      const unfinished = await Promise.all(
        (['prefetch', 'refresh'] as const).flatMap((kind) =>
          [5, 9].map((priority) => store.unfinishedTasks(project, kind, 0, 100, priority)),
        ),
      );
      return {
        // Before schema 9 nobody wrote down what a task cost and when it began.
        tasks: tasks.map(({ bodyBytes: _cost, startedAtS: _start, ...task }) => task),
        details,
        open,
        unfinished,
        count: await store.countTasks(query),
        read: await drain(store.readTasks(query, { offset: 0 })),
      };
    }),
  );
  const domain = 'cdn.example.com';
  return {
    projects,
    openUrls: await store.countOpenUrls(),
    days: await store.dayCounts(domain, '2026-01-01'),
    pauses: await store.pauses(),
    nodes: await store.nodeRecords(),
    touch: await store.touch('https://cdn.example.com/0', 'object'),
    above: await store.purgedAbove('https://cdn.example.com/d/e'),
    warm: await store.warmUrls(domain, { sinceS: 0, limit: 100 }),
    purges: await store.purges(domain, { sinceS: 0, limit: 100 }),
    keys: await store.keys(),
    audit: await store.readAudit({ beginMs: 0, endMs: noonMs * 2, limit: 100 }),
  };
}

/** Names of columns by table. */
function columnsOf(database: DatabaseSync): Map<string, string[]> {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
  return new Map(
    tables.map(({ name }) => {
      const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all(String(name));
      return [String(name), columns.map((column) => String(column['name']))];
    }),
  );
}

function rowsOf(path: string, columns: ReadonlyMap<string, readonly string[]>): Map<string, unknown[]> {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = [...columns].map(([table, names]): [string, unknown[]] => [
    table,
    database
      .prepare(`SELECT ${names.join(', ')} FROM ${table}`)
      .all()
      .map((row) => JSON.stringify(Object.values(row)))
      .toSorted(),
  ]);
  database.close();
  return new Map(rows);
}

/** A database of that version, with those rows of another that it has tables and columns for. */
async function olderCopy(from: string, path: string, version: number): Promise<Map<string, string[]>> {
  const older = new Connection(path, { busyMs: 0 });
  await migrate(
    older,
    migrations.filter((migration) => migration.version <= version),
  );
  older.close();
  const database = new DatabaseSync(path);
  const columns = columnsOf(database);
  database.prepare('ATTACH ? AS written').run(from);
  for (const [table, names] of columns) {
    database.exec(
      `DELETE FROM main.${table}; INSERT INTO main.${table} (${names.join(', ')}) SELECT ${names.join(', ')} FROM written.${table}`,
    );
  }
  database.close();
  return columns;
}

const newest = Math.max(...migrations.map(({ version }) => version));

describe.each([5, 6, 7].filter((version) => version < newest))('a store of schema %i', (version) => {
  test('has every row, and answers as before, in the newest; the old one is put aside', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'forewarm-migrations-'));
    const [written, path] = [join(folder, 'written.db'), join(folder, 'forewarm.db')];
    const before = await openSqliteStore({ path: written });
    await fill(before, version);
    const answers = await allOf(before);
    await before.close();
    const columns = await olderCopy(written, path, version);

    const store = await openSqliteStore({ path });
    expect(await allOf(store)).toEqual(answers);
    const rows = rowsOf(written, columns);
    expect(rowsOf(path, columns)).toEqual(rows);
    expect(rowsOf(`${path}.schema-${version}`, columns)).toEqual(rows);
    // What is looked at is there: every table that outlives a restart has rows.
    expect([...rows].filter(([, found]) => found.length === 0).map(([table]) => table)).toEqual(version < 7 ? [] : ['key_day']);
    expect(auditStore(path)).toEqual([]);

    // And it goes on from there, with what is new.
    const [open] = await store.unfinishedTasks('org-main', 'prefetch', 0, 1);
    if (open === undefined) throw new Error('nothing is unfinished');
    const follower = await store.submit(newTask({ after: open, comment: 'later' }));
    const { endedTasks } = await store.cancelTask(open.task, cancelled('cancelled by somebody'), noonMs);
    expect(endedTasks.map(({ task }) => task)).toEqual([open.task, follower.task]);
    expect(auditStore(path)).toEqual([]);
    await store.close();
    rmSync(folder, { recursive: true });
  });
});
