import type { Migration } from '../migrate.ts';

/** How far a task has come: when it began and ended, the bytes that it cost, the progress of its lines. */
export const figures: Migration = {
  version: 9,
  name: 'figures',
  sql: `
-- Null until then; of tasks that began before this: not known.
ALTER TABLE task ADD COLUMN started_at_s INTEGER;
ALTER TABLE task ADD COLUMN finished_at_s INTEGER;
-- By URL and node, of those that have ended since this.
ALTER TABLE task ADD COLUMN body_bytes INTEGER NOT NULL DEFAULT 0;
-- Over all lines, repetitions included.
ALTER TABLE task ADD COLUMN progress_sum INTEGER NOT NULL DEFAULT 0;

UPDATE task SET
  finished_at_s = iif(status >= 2, (SELECT max(finished_at_s) FROM url WHERE id >= first_url AND id < first_url + url_count), NULL),
  progress_sum = coalesce(
    (SELECT sum(progress * (1 + repeats)) FROM url WHERE id >= first_url AND id < first_url + url_count AND same_as IS NULL), 0);
`,
};
