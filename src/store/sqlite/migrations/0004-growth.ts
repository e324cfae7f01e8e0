import type { Migration } from '../migrate.ts';

/** Tasks that grow: lines that a playlist names are added to the refresh of that playlist. */
export const growth: Migration = {
  version: 4,
  name: 'growth',
  sql: `
-- Lines that a task may have at most; their ids are kept free from first_url on. Null: it does not grow.
ALTER TABLE task ADD COLUMN urls_at_most INTEGER;

-- Texts of the lines of each task that may grow, while it has not ended: what is there already is not added again.
-- An index on url would do as well, and cost every prefetch its rows.
CREATE TABLE line_text (
  task INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (task, text)
) STRICT, WITHOUT ROWID;
`,
};
