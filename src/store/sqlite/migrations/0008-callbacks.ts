import type { Migration } from '../migrate.ts';

/** Who is still to be told that a task has ended, and what became of it (src/store/callbacks.ts). */
export const callbacks: Migration = {
  version: 8,
  name: 'callbacks',
  sql: `
-- digest: of the address. shown: the address without what may be secret in it.
CREATE TABLE callback_target (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  shown TEXT NOT NULL
) STRICT;

-- state: as in src/store/codes.ts. A task with a delivery that waits (0) is not swept. Ids are never used again.
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task INTEGER NOT NULL,
  project INTEGER NOT NULL,
  target INTEGER NOT NULL,
  ended_at_s INTEGER NOT NULL,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  first_at_ms INTEGER,
  last_at_ms INTEGER,
  last_status INTEGER,
  last_error TEXT,
  next_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX delivery_by_task ON delivery (task);
CREATE INDEX delivery_by_state ON delivery (project, state);
CREATE INDEX delivery_due ON delivery (target, next_at_ms) WHERE state = 0;
`,
};
