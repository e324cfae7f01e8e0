import type { Migration } from '../migrate.ts';

/** What submits are held to: quotas a day, and the time between two of a key. Numbers of kinds: src/store/codes.ts. */
export const limits: Migration = {
  version: 2,
  name: 'limits',
  sql: `
-- URLs accepted on a calendar day. The day is text (2026-03-29), in the time zone that the server was configured with.
CREATE TABLE domain_day (
  day TEXT NOT NULL,
  domain TEXT NOT NULL,
  kind INTEGER NOT NULL,
  urls INTEGER NOT NULL,
  PRIMARY KEY (day, domain, kind)
) STRICT, WITHOUT ROWID;

-- A row for each key that ever submitted under an interval; there are few keys, so that none is ever deleted.
CREATE TABLE last_submit (
  key TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
