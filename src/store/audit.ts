/** One entry of the audit log: who did, or was refused, what. Never a secret, a signature or a body. */
export type AuditEntry = {
  /** Milliseconds since 1970. */
  atMs: number;
  /** Public key of a key that exists; empty: of none. */
  key: string;
  /** Client address; empty: of no client. */
  address: string;
  /** Name of an action that exists, or of what the server did itself. */
  action: string;
  /** Id; empty: of no project. */
  project: string;
  retCode: number;
  /** The task that it made or was about. */
  taskId?: string;
  /** How far it reached: hosts of the URLs and how many lines. */
  domains?: readonly string[];
  urlCount?: number;
  /** What changed, in words. */
  detail?: string;
  /** So many alike within a moment, of which this is the first. Default 1. */
  times?: number;
};

export type StoredAuditEntry = AuditEntry & { id: number };

export type AuditQuery = {
  /** Both inclusive. */
  beginMs: number;
  endMs: number;
  key?: string;
  action?: string;
  /** Only what stands behind this place: as the page before gave it. */
  after?: AuditPlace;
  limit: number;
};

/** Where a page ended. */
export type AuditPlace = { atMs: number; id: number };

/** `next`: there may be more. A page may be short, or even empty, and not be the last: one call reads a bounded number of rows. */
export type AuditPage = { entries: readonly StoredAuditEntry[]; next?: AuditPlace };
