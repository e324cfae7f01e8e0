import type { Migration } from '../migrate.ts';

/** What is remembered of URLs beyond their tasks (src/store/memory.ts), of nodes, and how outcomes were judged. */
export const memory: Migration = {
  version: 5,
  name: 'memory',
  sql: `
-- Judged outcomes, by URL and node.
ALTER TABLE task ADD COLUMN hit_proven INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN stored_likely INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN uncacheable INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN unknown_verdict INTEGER NOT NULL DEFAULT 0;
-- 1: it brings a node up to date, and leaves no touch.
ALTER TABLE task ADD COLUMN is_replay INTEGER NOT NULL DEFAULT 0;

-- Hosts of touched URLs as small numbers. There are few, so that none is ever deleted.
CREATE TABLE host (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- A row a URL that a task has ended with. form: scheme and scope (src/store/touchkey.ts). By rowid, since a URL that is
-- touched again is then found by its path but written where its neighbours in time stand, whatever their paths are.
CREATE TABLE touch (
  id INTEGER PRIMARY KEY,
  host INTEGER NOT NULL,
  path TEXT NOT NULL,
  form INTEGER NOT NULL,
  task INTEGER NOT NULL,
  url_id INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  warmed_at_s INTEGER,
  fresh_until_s INTEGER,
  purged_at_s INTEGER,
  purge_mode INTEGER,
  UNIQUE (host, path, form)
) STRICT;
CREATE INDEX touch_warm ON touch (host, warmed_at_s) WHERE warmed_at_s IS NOT NULL;
-- With the former, the sweep finds all that is old, and each row stands in one of the two only.
CREATE INDEX touch_not_warm ON touch (at_s) WHERE warmed_at_s IS NULL;
CREATE INDEX touch_purged ON touch (host, purged_at_s, path, form) WHERE purged_at_s IS NOT NULL;

-- Tasks that touches name, apart since a thousand touches share one. at_s: of its latest touch.
CREATE TABLE touching_task (
  task INTEGER PRIMARY KEY,
  task_id TEXT NOT NULL,
  project INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  at_s INTEGER NOT NULL
) STRICT;
CREATE INDEX touching_task_by_time ON touching_task (at_s);

-- replay: numbers of tasks, a JSON array.
CREATE TABLE node (
  name TEXT PRIMARY KEY,
  state INTEGER NOT NULL,
  since_ms INTEGER NOT NULL,
  synced_at_s INTEGER NOT NULL,
  replay TEXT NOT NULL,
  drained INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
