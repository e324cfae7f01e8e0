import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Encrypts small secrets by AES-256-GCM (NIST SP 800-38D) under a key that HKDF-SHA256 (RFC 5869) derives from the
 * master key. `purpose` separates what must never stand in for one another; `about` (a public key) is authenticated
 * along, so that a secret can't be moved to another name.
 *
 * Sealed: one byte of format (1), 12 of nonce, 16 of tag, then the ciphertext. Nonces are random: by SP 800-38D §8.3
 * that holds for 2³² secrets a key.
 */
export class Seal {
  readonly #key: Buffer;

  /** `masterKey`: 32 bytes as 64 hex digits or in base64. Throws a RangeError otherwise. */
  constructor(masterKey: string, purpose: 'private keys' | 'security tokens') {
    const bytes = Buffer.from(masterKey, /^[0-9a-f]{64}$/i.test(masterKey) ? 'hex' : 'base64');
    if (bytes.length !== 32) throw new RangeError('A master key is 32 bytes, in hex or base64.');
    this.#key = Buffer.from(hkdfSync('sha256', bytes, '', `forewarm ${purpose} 1`, 32));
  }

  seal(secret: string, about: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    cipher.setAAD(Buffer.from(about));
    const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(format), nonce, cipher.getAuthTag(), text]);
  }

  /** Undefined: sealed under another key, for another name, or damaged. */
  open(sealed: Uint8Array, about: string): string | undefined {
    if (sealed[0] !== format || sealed.length < headBytes) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(1, 1 + nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(about));
    decipher.setAuthTag(sealed.subarray(1 + nonceBytes, headBytes));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(headBytes)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}

const format = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes + tagBytes;
