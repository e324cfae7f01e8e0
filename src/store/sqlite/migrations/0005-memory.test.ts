import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { openSqliteStore } from '../open.ts';
import { migrations } from './index.ts';

const plan = { nodes: [{ name: 'edge-a', layer: 'edge' }], domains: [{ name: 'cdn.example.com', nodes: [0], variants: [{}] }] };
/** As version 2 of the codec wrote it: succeeded, 200, proven. */
const outcome = '0291c801010005';

/** A store as it was before anything was remembered: a task with one line that ended, and one that has not. */
async function olderStore(path: string): Promise<void> {
  const database = new Connection(path, { busyMs: 0 });
  await migrate(
    database,
    migrations.filter(({ version }) => version < 5),
  );
  database.exec(`
INSERT INTO project (id, name) VALUES (1, 'org-main');
INSERT INTO plan (id, digest, text, tasks) VALUES (1, 'd', '${JSON.stringify(plan)}', 1);
INSERT INTO task (number, task_id, project, kind, created_at_s, created_at_ms, submitted_by, plan, first_url, url_count, repetitions, status, waiting, running, succeeded, failed, unknown)
  VALUES (1, 'T1', 1, 0, 100, 100000, 'key', 1, 1, 2, 0, 1, 1, 0, 1, 0, 0);
INSERT INTO url (id, domain, same_as, repeats, status, progress, finished_at_s, text, outcomes)
  VALUES (1, 0, NULL, 0, 2, 100, 120, 'https://cdn.example.com/1', x'${outcome}'), (2, 0, NULL, 0, 0, 0, 0, 'https://cdn.example.com/2', NULL);
UPDATE tally SET next_task = 2, next_url = 3, open_urls = 1;
`);
  database.close();
}

test('a store from before there was a memory remembers what ends from now on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'forewarm-memory-'));
  const path = join(folder, 'forewarm.db');
  await olderStore(path);
  const store = await openSqliteStore({ path });
  expect(await store.touch('https://cdn.example.com/1', 'object')).toBeUndefined();
  const had = { status: 'succeeded', bodyBytes: 0, attempts: 1, elapsedMs: 5 } as const;
  expect((await store.readLine(1, 1))?.nodes).toEqual([{ node: 'edge-a', outcome: { ...had, httpStatus: 200, verdict: 'hit-proven' } }]);
  const report = { kind: 'ended', task: 1, urlId: 2, nodeIndex: 0, item: 'item', outcome: { ...had, verdict: 'stored-likely' } } as const;
  await store.record({ reports: [report], nowMs: 130_000, live: [] });
  expect(await store.touch('https://cdn.example.com/2', 'object')).toMatchObject({ taskId: 'T1', warmedAtS: 130 });
  expect(await store.findTask('org-main', 'T1')).toMatchObject({ status: 'succeeded', verdicts: { 'hit-proven': 0, 'stored-likely': 1 } });
  await store.close();
  rmSync(folder, { recursive: true });
});
