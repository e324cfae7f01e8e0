import type { KeyTerms } from '../../store/keys.ts';

/** A key that was made at run time, with its private keys as this process can read them. Never to be logged. */
export type MadeKey = {
  readonly publicKey: string;
  readonly terms: KeyTerms;
  readonly isDisabled: boolean;
  readonly createdAtMs: number;
  readonly createdBy: string;
  /** The newest first; none: sealed under a master key that this server does not have. */
  readonly privateKeys: readonly PrivateKey[];
};

/** `untilMs`: signs until then, milliseconds since 1970; absent: as long as the key. */
export type PrivateKey = { readonly text: string; readonly untilMs?: number };

export type { KeyTerms };
