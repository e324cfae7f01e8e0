import type { Migration } from '../migrate.ts';

/** What a submit may say beside its URLs, retries, and submits that name themselves by a token. */
export const around: Migration = {
  version: 6,
  name: 'around',
  sql: `
-- 0 to 9, 9 first (src/tasks/priority.ts).
ALTER TABLE task ADD COLUMN priority INTEGER NOT NULL DEFAULT 5;
ALTER TABLE task ADD COLUMN comment TEXT;
-- TaskIds, which stay when the tasks that they name are swept: the one whose failures this retries, the one that this starts after.
ALTER TABLE task ADD COLUMN retry_of TEXT;
ALTER TABLE task ADD COLUMN after_task TEXT;
-- The number of the latter, until it has ended.
ALTER TABLE task ADD COLUMN held_by INTEGER;
CREATE INDEX task_held ON task (held_by) WHERE held_by IS NOT NULL;

-- By priority, so that an urgent task is found at once behind a million others.
DROP INDEX task_unfinished;
CREATE INDEX task_unfinished ON task (project, kind, priority, number) WHERE status < 2;

-- A digest of what was submitted under a token; null for a guard that is no token.
ALTER TABLE repeat_guard ADD COLUMN body TEXT;
`,
};
