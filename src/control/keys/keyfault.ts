/**
 * Why a key can't be made or changed.
 *
 * - `key_unknown`: no key of that name was made
 * - `key_taken`: there is one of that name
 * - `key_fixed`: it stands in the configuration, which alone may change it
 * - `master_key_missing`: the configuration has no `masterKey` to encrypt private keys with
 */
export type KeyFaultKind = 'key_unknown' | 'key_taken' | 'key_fixed' | 'master_key_missing';

/** `message` says what would be accepted. */
export class KeyFault extends Error {
  override readonly name = 'KeyFault';
  readonly kind: KeyFaultKind;
  /** The key's public name. */
  readonly subject: string | undefined;
  constructor(kind: KeyFaultKind, message: string, subject?: string) {
    super(message);
    this.kind = kind;
    this.subject = subject;
  }
}
