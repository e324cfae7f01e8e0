import type { Migration } from '../migrate.ts';

/**
 * Tasks and their URLs. Numbers of statuses, kinds and packed outcomes: src/store/codes.ts, outcomecodec.ts.
 *
 * `url` is the hot table: a row a line, ids contiguous within a task, updated in place by id, no secondary
 * index; the task names its first id. Sizes at ten million rows are why `plan` and `project` are apart.
 */
export const tasks: Migration = {
  version: 1,
  name: 'tasks',
  sql: `
CREATE TABLE project (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Most tasks share one of a few plans. AUTOINCREMENT: an id is never used again, so that it may be cached.
CREATE TABLE plan (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  digest TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL,
  tasks INTEGER NOT NULL
) STRICT;

-- plan has no foreign key: deleting a plan would look for its tasks, and that needs an index on them.
CREATE TABLE task (
  number INTEGER PRIMARY KEY,
  task_id TEXT NOT NULL UNIQUE,
  project INTEGER NOT NULL REFERENCES project (id),
  kind INTEGER NOT NULL,
  created_at_s INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  submitted_by TEXT NOT NULL,
  plan INTEGER NOT NULL,
  first_url INTEGER NOT NULL,
  url_count INTEGER NOT NULL,
  repetitions INTEGER NOT NULL,
  status INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  running INTEGER NOT NULL,
  succeeded INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  unknown INTEGER NOT NULL
) STRICT;

CREATE INDEX task_by_time ON task (project, kind, created_at_s, task_id);
CREATE INDEX task_by_status ON task (project, kind, status, created_at_s, task_id);
CREATE INDEX task_unfinished ON task (project, number) WHERE status < 2;

-- same_as: the id of the line that is fetched for this one. repeats: how many lines follow this one's fate.
CREATE TABLE url (
  id INTEGER PRIMARY KEY,
  domain INTEGER NOT NULL,
  same_as INTEGER,
  repeats INTEGER NOT NULL,
  status INTEGER NOT NULL,
  progress INTEGER NOT NULL,
  finished_at_s INTEGER NOT NULL,
  text TEXT NOT NULL,
  outcomes BLOB
) STRICT;

-- How many tasks were created in a span of time, by status: src/store/buckets.ts.
CREATE TABLE bucket (
  project INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  level INTEGER NOT NULL,
  start_s INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  running INTEGER NOT NULL,
  succeeded INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  unknown INTEGER NOT NULL,
  PRIMARY KEY (project, kind, level, start_s)
) STRICT, WITHOUT ROWID;

-- One row. Numbers are handed out from here and never used again: reports on a deleted task may still come.
CREATE TABLE tally (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  next_task INTEGER NOT NULL,
  next_url INTEGER NOT NULL,
  open_urls INTEGER NOT NULL,
  probes INTEGER NOT NULL
) STRICT;
INSERT INTO tally VALUES (1, 1, 1, 0, 0);

CREATE TABLE repeat_guard (
  fingerprint TEXT PRIMARY KEY,
  task INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX repeat_guard_until ON repeat_guard (until_ms);

CREATE TABLE pause (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  by TEXT NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
`,
};
