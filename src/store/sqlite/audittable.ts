import type { AuditEntry, AuditPage, AuditPlace, AuditQuery, StoredAuditEntry } from '../audit.ts';
import type { Connection, Query } from './connection.ts';

type AuditRow = [
  id: number,
  atMs: number,
  key: string,
  address: string,
  action: string,
  project: string,
  retCode: number,
  taskId: string | null,
  domains: string | null,
  urls: number | null,
  detail: string | null,
  times: number,
];

/** Rows that one read looks at, whatever few of them match: some tens of milliseconds, so that nothing waits long behind it. */
const rowsPerRead = 20_000;

export class AuditTable {
  readonly #insert: Query<[]>;
  readonly #select: Query<AuditRow>;
  readonly #deleteOld: Query<[]>;

  constructor(database: Connection) {
    this.#insert = database.prepare(
      'INSERT INTO audit (at_ms, key, address, action, project, ret_code, task_id, domains, urls, detail, times) ' +
        'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#select = database.prepare(
      'SELECT id, at_ms, key, address, action, project, ret_code, task_id, domains, urls, detail, times FROM audit ' +
        'WHERE at_ms >= ? AND at_ms <= ? AND (at_ms, id) < (?, ?) ORDER BY at_ms DESC, id DESC',
    );
    this.#deleteOld = database.prepare('DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at_ms < ? ORDER BY at_ms LIMIT ?)');
  }

  add({ atMs, key, address, action, project, retCode, taskId, domains, urlCount, detail, times = 1 }: AuditEntry): void {
    const domainsText = domains === undefined ? null : JSON.stringify(domains);
    const rest = [taskId ?? null, domainsText, urlCount ?? null, detail ?? null, times];
    this.#insert.run(atMs, key, address, action, project, retCode, ...rest);
  }

  /** Newest first. */
  read({ beginMs, endMs, key, action, after, limit }: AuditQuery): AuditPage {
    const entries: StoredAuditEntry[] = [];
    let seen = 0;
    let place: AuditPlace | undefined;
    const visit = (row: AuditRow): boolean => {
      const [id, atMs, rowKey, , rowAction] = row;
      seen += 1;
      if (seen > rowsPerRead || entries.length >= limit) return false;
      place = { atMs, id };
      if ((key === undefined || rowKey === key) && (action === undefined || rowAction === action)) entries.push(entryOf(row));
      return true;
    };
    const from = after ?? { atMs: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };
    const isWhole = this.#select.each(visit, beginMs, endMs, from.atMs, from.id);
    return { entries, ...(!isWhole && place !== undefined && { next: place }) };
  }

  /** How many went, `limit` at most. */
  deleteOld(beforeMs: number, limit: number): number {
    return this.#deleteOld.run(beforeMs, limit);
  }
}

function entryOf([id, atMs, key, address, action, project, retCode, taskId, domains, urls, detail, times]: AuditRow): StoredAuditEntry {
  return {
    id,
    atMs,
    key,
    address,
    action,
    project,
    retCode,
    ...(taskId !== null && { taskId }),
    ...(domains !== null && { domains: textsOf(domains) }),
    ...(urls !== null && { urlCount: urls }),
    ...(detail !== null && { detail }),
    times,
  };
}

function textsOf(text: string): string[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.map(String) : [];
}
