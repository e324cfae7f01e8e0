import { StoreFault } from '../fault.ts';
import type { KeyTerms, StoredKey } from '../keys.ts';
import type { Connection, Query } from './connection.ts';

type KeyRow = [
  publicKey: string,
  terms: string,
  disabled: number,
  createdAtMs: number,
  createdBy: string,
  sealed: Uint8Array,
  former: Uint8Array | null,
  formerUntilMs: number | null,
];

export class KeyTable {
  readonly #select: Query<KeyRow>;
  readonly #set: Query<[]>;
  readonly #delete: Query<[]>;

  constructor(database: Connection) {
    this.#select = database.prepare(
      'SELECT public_key, terms, disabled, created_at_ms, created_by, sealed, former, former_until_ms FROM made_key',
    );
    this.#set = database.prepare('INSERT OR REPLACE INTO made_key VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#delete = database.prepare('DELETE FROM made_key WHERE public_key = ?');
  }

  set({ publicKey, terms, isDisabled, createdAtMs, createdBy, sealed, former }: StoredKey): void {
    const text = JSON.stringify(terms);
    this.#set.run(publicKey, text, Number(isDisabled), createdAtMs, createdBy, sealed, former?.sealed ?? null, former?.untilMs ?? null);
  }

  delete(publicKey: string): boolean {
    return this.#delete.run(publicKey) > 0;
  }

  all(): StoredKey[] {
    const rows = this.#select.all().sort((a, b) => a[3] - b[3]);
    return rows.map(keyOf);
  }
}

function keyOf([publicKey, terms, disabled, createdAtMs, createdBy, sealed, former, untilMs]: KeyRow): StoredKey {
  const key = { publicKey, terms: termsOf(publicKey, terms), isDisabled: disabled !== 0, createdAtMs, createdBy, sealed };
  return former === null || untilMs === null ? key : { ...key, former: { sealed: former, untilMs } };
}

function termsOf(publicKey: string, text: string): KeyTerms {
  const terms: unknown = JSON.parse(text);
  if (isTerms(terms)) return terms;
  throw new StoreFault('corrupt', `The store holds a key ${publicKey} with terms that no version of forewarm writes.`);
}

/** Written by `set` alone: its outline tells whether it is that. */
function isTerms(terms: unknown): terms is KeyTerms {
  return typeof terms === 'object' && terms !== null && 'account' in terms && (terms.account === 'main' || terms.account === 'sub');
}
