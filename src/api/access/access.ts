import { apiError } from '../../wire/apierror.ts';
import type { JsonValue, Params } from '../../wire/json.ts';
import { ExactNumber } from '../../wire/json.ts';
import { shown } from '../../wire/shown.ts';
import type { Key } from './keys.ts';
import { RequestRate } from './rate.ts';
import { decoyPrivateKey, type VerifySignature, verifySignature } from './signature.ts';

/** What decides whether a call may be made: everything but its parameters and its project. */
export type Caller = {
  action: string;
  params: Params;
  /** As clientaddress.ts tells it. */
  address: string;
  nowMs: number;
};

export class Access {
  #keys: ReadonlyMap<string, Key>;
  readonly #rate: RequestRate;
  readonly #verify: VerifySignature;

  constructor(keys: ReadonlyMap<string, Key>, requestsPerSecond: number, verify: VerifySignature = verifySignature) {
    this.#keys = keys;
    this.#rate = new RequestRate(requestsPerSecond);
    this.#verify = verify;
  }

  reconfigure(keys: ReadonlyMap<string, Key>, requestsPerSecond: number): void {
    this.#keys = keys;
    this.#rate.perSecond = requestsPerSecond;
  }

  /**
   * The key that a call is made with. Throws an ApiError, the first that applies of: 170 unsigned · 172 no such
   * key · 174 no such token · 171 wrong signature · 294 address · 172 ended · 299 action · 153 rate
   * (ucdn-api.md, "RetCodes").
   */
  admit({ action, params, address, nowMs }: Caller): Key {
    const signature = text(params.get('Signature'));
    if (signature === undefined)
      throw apiError('signatureMissing', { detail: 'accepted is the SHA-1 of the sorted parameters and the private key' });
    const publicKey = text(params.get('PublicKey'));
    const key = publicKey === undefined ? undefined : this.#keys.get(publicKey);
    // Reckoned and compared for an unknown key too: whether a key exists must not be told by the time it takes.
    const signed = this.#verify(signature, params, key?.privateKey ?? decoyPrivateKey);
    if (key === undefined) {
      throw apiError('userUnknown', {
        detail: `PublicKey came as ${shown(publicKey ?? '')}; accepted is the public key of a key pair of this server`,
      });
    }
    // Temporary credentials are not issued yet, so that no token can be a known one.
    if (text(params.get('SecurityToken')) !== undefined) {
      throw apiError('tokenUnknown', { detail: 'SecurityToken is unknown or has ended; accepted is none with a lasting key pair' });
    }
    if (!signed) {
      throw apiError('signatureWrong', {
        detail:
          'Signature does not fit; accepted is the SHA-1 of all parameters as they were sent, sorted by name, and the private key of this PublicKey',
      });
    }
    if (!key.mayComeFrom(address))
      throw apiError('sourceIpRefused', { detail: `the request came from ${address}; accepted are the addresses of the key's allow-list` });
    if (nowMs >= key.expiresMs)
      throw apiError('userUnknown', { detail: `this PublicKey ended at ${new Date(key.expiresMs).toISOString()}` });
    if (!key.mayCall(action)) throw apiError('notPermitted', { detail: `this key may not call ${action}` });
    const waitMs = this.#rate.take(key.publicKey, nowMs);
    if (waitMs > 0)
      throw apiError('throttled', { detail: `this key sends too often; the next request is accepted in ${Math.ceil(waitMs / 1000)} s` });
    return key;
  }
}

/** A parameter as text: JSON may bring a number where a form brings its digits. Absent, null and empty are the same. */
function text(value: JsonValue | undefined): string | undefined {
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
