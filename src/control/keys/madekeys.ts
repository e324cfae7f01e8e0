import { randomBytes } from 'node:crypto';
import type { KeyTerms, StoredKey } from '../../store/keys.ts';
import type { Store } from '../../store/store.ts';
import type { Log } from '../log.ts';
import { KeyFault } from './keyfault.ts';
import type { MadeKey, PrivateKey } from './madekey.ts';
import { Seal } from './seal.ts';

export type MadeKeysOptions = {
  /** Absent: none can be made, and those that are there sign nothing. */
  masterKey?: string;
  /** Public keys of the configuration, which win over made ones. */
  fixed: readonly string[];
};

type KeyStore = Pick<Store, 'keys' | 'setKey' | 'deleteKey'>;

/** What of a key may be changed; absent: it stays. */
export type KeyChange = { terms?: KeyTerms; isDisabled?: boolean };

/**
 * Keys made at run time. They are read once and kept in memory, so that no call costs a read; a change is in the
 * store first and counts from the moment that its promise resolves.
 */
export class MadeKeys {
  readonly #store: KeyStore;
  readonly #log: Log;
  readonly #nowMs: () => number;
  readonly #stored = new Map<string, StoredKey>();
  #options: MadeKeysOptions;
  #seal: Seal | undefined;
  #keys: ReadonlyMap<string, MadeKey> = new Map();
  #onChanged: () => void = () => {};
  /** Changes one after the other: each begins with what the one before has made. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(parts: { store: KeyStore; log: Log; nowMs: () => number; options: MadeKeysOptions }, stored: readonly StoredKey[]) {
    this.#store = parts.store;
    this.#log = parts.log;
    this.#nowMs = parts.nowMs;
    this.#options = parts.options;
    this.#seal = sealOf(parts.options);
    for (const key of stored) this.#stored.set(key.publicKey, key);
    this.#read();
    this.#tellUnreadable();
  }

  static async open(parts: { store: KeyStore; log: Log; nowMs?: () => number; options: MadeKeysOptions }): Promise<MadeKeys> {
    return new MadeKeys({ nowMs: Date.now, ...parts }, await parts.store.keys());
  }

  /** The oldest first. */
  all(): readonly MadeKey[] {
    return [...this.#keys.values()];
  }

  find(publicKey: string): MadeKey | undefined {
    return this.#keys.get(publicKey);
  }

  isFixed(publicKey: string): boolean {
    return this.#options.fixed.includes(publicKey);
  }

  /** Whether secrets can be sealed: without a master key nothing can be made. */
  get masterKey(): string | undefined {
    return this.#options.masterKey;
  }

  /** Throws a KeyFault unless there is a master key. */
  requireSeal(): Seal {
    if (this.#seal !== undefined) return this.#seal;
    throw new KeyFault(
      'master_key_missing',
      'accepted is a server whose forewarm.yaml has masterKey: ${file:./data/master.key}; forewarm init makes such a file, and so does: openssl rand -base64 32',
    );
  }

  /** One listener: called after each change. */
  onChanged(listener: () => void): void {
    this.#onChanged = listener;
  }

  reconfigure(options: MadeKeysOptions): void {
    const isOtherMasterKey = options.masterKey !== this.#options.masterKey;
    this.#seal = sealOf(options);
    this.#options = options;
    this.#read();
    if (isOtherMasterKey) this.#tellUnreadable();
    this.#onChanged();
  }

  /** `named`: its public key; absent: a random one. The private key is told this once. Rejects with a KeyFault. */
  create(terms: KeyTerms, by: string, named?: string): Promise<{ key: MadeKey; privateKey: string }> {
    return this.#change(async () => {
      const seal = this.requireSeal();
      const publicKey = named ?? randomBytes(16).toString('hex');
      if (this.isFixed(publicKey)) {
        throw new KeyFault('key_taken', 'the configuration has a key of that name, which would win; accepted is another name', publicKey);
      }
      if (this.#stored.has(publicKey)) throw new KeyFault('key_taken', 'accepted is another name, or none for a random one', publicKey);
      const privateKey = newPrivateKey();
      const sealed = seal.seal(privateKey, publicKey);
      await this.#put({ publicKey, terms, isDisabled: false, createdAtMs: this.#nowMs(), createdBy: by, sealed });
      return { key: this.#known(publicKey), privateKey };
    });
  }

  update(publicKey: string, change: (key: MadeKey) => KeyChange): Promise<MadeKey> {
    return this.#change(async () => {
      const stored = this.#changeable(publicKey);
      await this.#put({ ...stored, ...change(this.#known(publicKey)) });
      return this.#known(publicKey);
    });
  }

  /** A new private key; the one before signs for `graceMs` more. One that was still on its way out ends at once. */
  rotate(publicKey: string, graceMs: number): Promise<{ key: MadeKey; privateKey: string; formerUntilMs?: number }> {
    return this.#change(async () => {
      const seal = this.requireSeal();
      const { former: _, ...stored } = this.#changeable(publicKey);
      const untilMs = this.#nowMs() + graceMs;
      const privateKey = newPrivateKey();
      const staysFor = graceMs > 0 && this.#known(publicKey).privateKeys.length > 0;
      const former = staysFor ? { former: { sealed: stored.sealed, untilMs } } : {};
      await this.#put({ ...stored, ...former, sealed: seal.seal(privateKey, publicKey) });
      return { key: this.#known(publicKey), privateKey, ...(staysFor && { formerUntilMs: untilMs }) };
    });
  }

  delete(publicKey: string): Promise<void> {
    return this.#change(async () => {
      this.#changeable(publicKey, true);
      await this.#store.deleteKey(publicKey);
      this.#stored.delete(publicKey);
      this.#read();
      this.#onChanged();
    });
  }

  #change<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  async #put(key: StoredKey): Promise<void> {
    await this.#store.setKey(key);
    this.#stored.set(key.publicKey, key);
    this.#read();
    this.#onChanged();
  }

  #changeable(publicKey: string, evenIfFixed = false): StoredKey {
    const stored = this.#stored.get(publicKey);
    if (this.isFixed(publicKey) && !(evenIfFixed && stored !== undefined)) {
      throw new KeyFault('key_fixed', 'it stands in the configuration, and is changed there; accepted is a key that was made', publicKey);
    }
    if (stored === undefined) throw new KeyFault('key_unknown', 'accepted is a PublicKey that DescribeUcdnKey lists', publicKey);
    return stored;
  }

  #known(publicKey: string): MadeKey {
    const key = this.#keys.get(publicKey);
    if (key === undefined) throw new Error(`the key ${publicKey} was stored and is not there`);
    return key;
  }

  #read(): void {
    this.#keys = new Map([...this.#stored].map(([publicKey, stored]) => [publicKey, this.#readable(stored)]));
  }

  #readable({ sealed, former, ...key }: StoredKey): MadeKey {
    const newest = this.#seal?.open(sealed, key.publicKey);
    const before = former === undefined ? undefined : this.#seal?.open(former.sealed, key.publicKey);
    const privateKeys: PrivateKey[] = newest === undefined ? [] : [{ text: newest }];
    if (before !== undefined && former !== undefined) privateKeys.push({ text: before, untilMs: former.untilMs });
    return { ...key, privateKeys };
  }

  #tellUnreadable(): void {
    const keys = this.all().flatMap(({ publicKey, privateKeys }) => (privateKeys.length === 0 ? [publicKey] : []));
    if (keys.length === 0) return;
    const why = this.#seal === undefined ? 'the configuration has no masterKey' : 'masterKey is not the one they were encrypted with';
    this.#log.error(
      { keys },
      `the private keys of ${keys.length} made ${keys.length === 1 ? 'key' : 'keys'} can't be read, since ${why}: calls with them are refused until ` +
        'it is put back, or they are rotated or deleted; everything else works',
    );
  }
}

function sealOf({ masterKey }: MadeKeysOptions): Seal | undefined {
  return masterKey === undefined ? undefined : new Seal(masterKey, 'private keys');
}

/** 32 random bytes in hex, as forewarm init makes them. */
function newPrivateKey(): string {
  return randomBytes(32).toString('hex');
}
