import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../src/store/store.ts';

const hook = { key: 'hook', shown: 'https://hooks.test/' };

/** From now on each task that ends is to be told. */
export async function tellEnds(store: Store): Promise<void> {
  await store.setCallbackTargets([hook], 'gone');
}

/** What was to be told has been. */
export async function tellAll(store: Store): Promise<void> {
  for (const { id } of await store.dueDeliveries(hook.key, Number.MAX_SAFE_INTEGER, 1_000)) {
    await store.recordAttempt({ id, atMs: 0, status: 200, next: { state: 'delivered' } });
  }
}

/** Of a SQLite store whose ends were to be told: each task that has ended has one delivery; replays, what has no line and others have none. */
export function auditDeliveries(path: string): string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const wrong = database
    .prepare(
      `SELECT number, status, is_replay, (SELECT count(*) FROM delivery WHERE task = number) AS deliveries FROM task
       WHERE deliveries IS NOT (status >= 2 AND is_replay = 0 AND url_count > 0)
       UNION ALL SELECT task, NULL, NULL, id FROM delivery WHERE NOT EXISTS (SELECT 1 FROM task WHERE number = task)`,
    )
    .all();
  database.close();
  return wrong.map((row) => JSON.stringify(row));
}
