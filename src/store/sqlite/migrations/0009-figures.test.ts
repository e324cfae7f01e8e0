import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { openSqliteStore } from '../open.ts';
import { figures } from './0009-figures.ts';
import { migrations } from './index.ts';

const plan = { nodes: [{ name: 'edge-a', layer: 'edge' }], domains: [{ name: 'cdn.example.com', nodes: [0], variants: [{}] }] };

test('tasks from before have the progress of their lines, and ended when the last of these did', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'forewarm-figures-'));
  const path = join(folder, 'forewarm.db');
  const database = new Connection(path, { busyMs: 0 });
  await migrate(
    database,
    migrations.filter(({ version }) => version < figures.version),
  );
  database.exec(`
INSERT INTO project (id, name) VALUES (1, 'org-main');
INSERT INTO plan (id, digest, text, tasks) VALUES (1, 'd', '${JSON.stringify(plan)}', 2);
INSERT INTO task (number, task_id, project, kind, created_at_s, created_at_ms, submitted_by, plan, first_url, url_count, repetitions, status, waiting, running, succeeded, failed, unknown)
  VALUES (1, 'T1', 1, 0, 100, 100000, 'key', 1, 1, 3, 1, 3, 0, 0, 2, 1, 0), (2, 'T2', 1, 0, 100, 100000, 'key', 1, 4, 2, 0, 1, 1, 1, 0, 0, 0);
INSERT INTO url (id, domain, same_as, repeats, status, progress, finished_at_s, text)
  VALUES (1, 0, NULL, 1, 2, 100, 120, 'a'), (2, 0, 1, 0, 0, 0, 0, 'A'), (3, 0, NULL, 0, 3, 40, 125, 'b'),
         (4, 0, NULL, 0, 1, 50, 0, 'c'), (5, 0, NULL, 0, 0, 0, 0, 'd');
`);
  database.close();

  const store = await openSqliteStore({ path });
  expect(await store.findTask('org-main', 'T1')).toMatchObject({ finishedAtS: 125, progress: 80, bodyBytes: 0 });
  const running = await store.findTask('org-main', 'T2');
  expect(running).toMatchObject({ progress: 25 });
  expect(running).not.toHaveProperty('finishedAtS');
  await store.close();
  rmSync(folder, { recursive: true });
});
