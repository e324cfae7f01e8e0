import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { openSqliteStore } from '../open.ts';
import { migrations } from './index.ts';

const plan = { nodes: [{ name: 'edge-a', layer: 'edge' }], domains: [{ name: 'cdn.example.com', nodes: [0], variants: [{}] }] };

/** A store as it was before there were refreshes, with one task that has not ended. */
async function olderStore(path: string): Promise<void> {
  const database = new Connection(path, { busyMs: 0 });
  await migrate(
    database,
    migrations.filter(({ version }) => version < 3),
  );
  database.exec(`
INSERT INTO project (id, name) VALUES (1, 'org-main');
INSERT INTO plan (id, digest, text, tasks) VALUES (1, 'd', '${JSON.stringify(plan)}', 1);
INSERT INTO task (number, task_id, project, kind, created_at_s, created_at_ms, submitted_by, plan, first_url, url_count, repetitions, status, waiting, running, succeeded, failed, unknown)
  VALUES (1, 'T1', 1, 0, 100, 100000, 'key', 1, 1, 1, 0, 0, 1, 0, 0, 0, 0);
INSERT INTO url (id, domain, same_as, repeats, status, progress, finished_at_s, text) VALUES (1, 0, NULL, 0, 0, 0, 0, 'https://cdn.example.com/');
UPDATE tally SET next_task = 2, next_url = 2, open_urls = 1;
`);
  database.close();
}

test('a store from before refreshes goes on with its prefetches, which have no order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'forewarm-refresh-'));
  const path = join(folder, 'forewarm.db');
  await olderStore(path);
  const store = await openSqliteStore({ path });
  const refresh = { type: 'dir', mode: 'expire', thenPrefetch: false } as const;
  const [unfinished, ...rest] = await store.unfinishedTasks('org-main', 'prefetch', 0, 10);
  expect({ unfinished, rest }).toMatchObject({ unfinished: { task: 1, taskId: 'T1', plan }, rest: [] });
  expect(unfinished).not.toHaveProperty('refresh');
  const found = await store.findTask('org-main', 'T1');
  expect(found).not.toHaveProperty('refresh');
  if (found === undefined) return;
  await store.submit({
    taskId: 'T2',
    project: 'org-main',
    kind: 'refresh',
    createdAtMs: 200_000,
    submittedBy: 'key',
    plan: found.plan,
    urls: [{ text: 'https://cdn.example.com/d/', domain: 0 }],
    refresh,
  });
  expect(await store.unfinishedTasks('org-main', 'refresh', 0, 10)).toMatchObject([{ task: 2, refresh }]);
  await store.close();
  rmSync(folder, { recursive: true });
});
