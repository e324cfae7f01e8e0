/**
 * A key pair that was made at run time. What it may do stands here as its maker gave it; the store reads none of it
 * and never sees a private key: only what `control/keys/seal.ts` made of it.
 */
export type StoredKey = {
  publicKey: string;
  terms: KeyTerms;
  isDisabled: boolean;
  createdAtMs: number;
  /** Public key of its maker. */
  createdBy: string;
  sealed: Uint8Array;
  /** The private key before the last rotation, while it still signs. */
  former?: { sealed: Uint8Array; untilMs: number };
};

/** What a key may do. What is absent is not restricted. */
export type KeyTerms = {
  account: 'main' | 'sub';
  /** Ids. Absent: every project, and what belongs to none. */
  projects?: readonly string[];
  /** Names of actions, `*` standing for any run of characters. */
  actions?: readonly string[];
  /** Domains, or beginnings of paths in them. */
  urls?: readonly string[];
  /** Addresses and CIDRs. */
  allowIps?: readonly string[];
  /** Milliseconds since 1970: from then on it is refused. */
  expiresMs?: number;
  /** The highest priority that a submit may have, 0 to 9. */
  maxPriority?: number;
  /** URLs that it may submit on a calendar day. */
  dailyUrls?: number;
  /** May be used by HTTP Basic. */
  basic?: boolean;
  /** What it is for, in its maker's words. */
  comment?: string;
};
