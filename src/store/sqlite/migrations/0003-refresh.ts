import type { Migration } from '../migrate.ts';

/** Refresh tasks. Numbers of types and modes: src/store/codes.ts. */
export const refresh: Migration = {
  version: 3,
  name: 'refresh',
  sql: `
-- A refresh's order; all null for a prefetch.
ALTER TABLE task ADD COLUMN refresh_type INTEGER;
ALTER TABLE task ADD COLUMN refresh_mode INTEGER;
ALTER TABLE task ADD COLUMN then_prefetch INTEGER;

-- By kind, so that a refresh is found at once behind a million unfinished prefetches.
DROP INDEX task_unfinished;
CREATE INDEX task_unfinished ON task (project, kind, number) WHERE status < 2;

-- The latest refresh of each domain that ever had one: it ends the repeat guards of prefetches before it. There
-- are few domains, so that none is ever deleted.
CREATE TABLE refreshed_domain (
  domain TEXT PRIMARY KEY,
  task INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
