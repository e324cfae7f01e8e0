import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Connection, type Query, type SqlRow } from './connection.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openTables } from './tables.ts';

/** Remembers what is prepared on it. */
class RememberingConnection extends Connection {
  readonly statements: string[] = [];

  override prepare<Row extends SqlRow>(sql: string): Query<Row> {
    this.statements.push(sql);
    return super.prepare(sql);
  }
}

/** Tables that may be read whole: a row, or a handful. */
const small = new Set(['tally', 'pause', 'project', 'host', 'node', 'made_key', 'callback_target']);

let folder: string;
let connection: RememberingConnection;
let statements: readonly string[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forewarm-plans-'));
  connection = new RememberingConnection(join(folder, 'forewarm.db'), { busyMs: 0 });
  await migrate(connection, migrations);
  connection.statements.length = 0;
  openTables(connection);
  statements = [...connection.statements];
});
afterAll(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

function planOf(sql: string): string[] {
  const places = sql.match(/\?\d*/g) ?? [];
  const count = Math.max(places.filter((place) => place === '?').length, ...places.map((place) => Number(place.slice(1))));
  const values = Array.from({ length: count }, () => 1);
  return connection
    .prepare<[number, number, number, string]>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...values)
    .map(([, , , detail]) => detail);
}

describe('every statement of the store', () => {
  test('finds its rows by an index, and never sorts', () => {
    expect(statements.length).toBeGreaterThan(30);
    for (const sql of statements) {
      const slow = planOf(sql).filter((step) => {
        const scanned = /^SCAN (\w+)/.exec(step)?.[1];
        const scans = scanned !== undefined && scanned !== 'json_each' && scanned !== 'CONSTANT' && !small.has(scanned);
        // The handful of pauses is put in order without an index.
        return scans || (step.includes('TEMP B-TREE') && !sql.includes('FROM pause'));
      });
      expect({ sql, slow }).toEqual({ sql, slow: [] });
    }
  });

  test('that walks through tasks does so along the index that has their order', () => {
    const walks = statements.filter((sql) => sql.includes('(created_at_s, task_id) <'));
    const byTime = 'SEARCH task USING INDEX task_by_time (project=? AND kind=? AND created_at_s>? AND (created_at_s,task_id)<(?,?))';
    const byStatus =
      'SEARCH task USING INDEX task_by_status (project=? AND kind=? AND status=? AND created_at_s>? AND (created_at_s,task_id)<(?,?))';
    const merged = (search: string): string => `MERGE (UNION ALL),LEFT,${search},RIGHT,${search}`;
    expect(walks.map((sql) => planOf(sql).join())).toEqual([byTime, merged(byTime), byStatus, merged(byStatus)]);
  });

  test('that looks for unfinished tasks finds those of one kind behind any number of the other’s', () => {
    const unfinished = statements.find((sql) => sql.includes('status < 2 AND priority = ? AND number > ?')) ?? '';
    expect(planOf(unfinished)).toEqual(['SEARCH task USING INDEX task_unfinished (project=? AND kind=? AND priority=? AND number>?)']);
  });
});
