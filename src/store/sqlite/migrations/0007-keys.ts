import type { Migration } from '../migrate.ts';

/** Keys made at run time, what they took of their day, and the audit log (src/store/keys.ts, src/store/audit.ts). */
export const keys: Migration = {
  version: 7,
  name: 'keys',
  sql: `
-- terms: JSON. sealed, former: private keys as control/keys/seal.ts encrypts them.
CREATE TABLE made_key (
  public_key TEXT PRIMARY KEY,
  terms TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  sealed BLOB NOT NULL,
  former BLOB,
  former_until_ms INTEGER
) STRICT, WITHOUT ROWID;

-- URLs accepted on a calendar day of keys that are held to a number. The day is text, as in domain_day.
CREATE TABLE key_day (
  day TEXT NOT NULL,
  key TEXT NOT NULL,
  urls INTEGER NOT NULL,
  PRIMARY KEY (day, key)
) STRICT, WITHOUT ROWID;

-- domains: a JSON array. One index, for time: each further one would be written again with every submit.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  key TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  project TEXT NOT NULL,
  ret_code INTEGER NOT NULL,
  task_id TEXT,
  domains TEXT,
  urls INTEGER,
  detail TEXT,
  times INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit (at_ms);
`,
};
