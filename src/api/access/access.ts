import { apiError } from '../../wire/apierror.ts';
import type { JsonValue, Params } from '../../wire/json.ts';
import { ExactNumber } from '../../wire/json.ts';
import { shown } from '../../wire/shown.ts';
import { type BasicCredentials, isSameSecret } from './basic.ts';
import type { Key } from './keys.ts';
import { RequestRate } from './rate.ts';
import { isTemporary, type SecurityTokens } from './securitytokens.ts';
import { decoyPrivateKey, type VerifySignature, verifySignature } from './signature.ts';

/** What decides whether a call may be made: everything but its parameters and its project. */
export type Caller = {
  action: string;
  params: Params;
  /** As clientaddress.ts tells it. */
  address: string;
  nowMs: number;
  /** What stands for a Signature where none came. */
  basic?: BasicCredentials | undefined;
};

/** Who may call. `tokens`: absent without a master key. */
export type KeysInForce = { keys: ReadonlyMap<string, Key>; tokens?: SecurityTokens | undefined };

export class Access {
  #inForce: KeysInForce;
  readonly #rate: RequestRate;
  readonly #verify: VerifySignature;

  constructor(inForce: KeysInForce, requestsPerSecond: number, verify: VerifySignature = verifySignature) {
    this.#inForce = inForce;
    this.#rate = new RequestRate(requestsPerSecond);
    this.#verify = verify;
  }

  reconfigure(inForce: KeysInForce, requestsPerSecond: number): void {
    this.#inForce = inForce;
    this.#rate.perSecond = requestsPerSecond;
  }

  /** What keys have used of their rates stays counted. */
  replaceKeys(inForce: KeysInForce): void {
    this.#inForce = inForce;
  }

  /**
   * The key that a call is made with. Throws an ApiError, the first that applies of: 170 unsigned · 172 no such
   * key · 174 no such token · 171 wrong signature · 294 address · 172 ended or disabled · 299 action · 153 rate
   * (ucdn-api.md, "RetCodes").
   */
  admit({ action, params, address, nowMs, basic }: Caller): Key {
    const signature = text(params.get('Signature'));
    const key =
      signature === undefined && basic !== undefined
        ? this.#withBasic(params, basic, nowMs)
        : this.#withSignature(params, signature, nowMs);
    if (!key.mayComeFrom(address))
      throw apiError('sourceIpRefused', { detail: `the request came from ${address}; accepted are the addresses of the key's allow-list` });
    if (key.isDisabled) throw apiError('userUnknown', { detail: 'this PublicKey is disabled' });
    if (nowMs >= key.expiresMs)
      throw apiError('userUnknown', { detail: `this PublicKey ended at ${new Date(key.expiresMs).toISOString()}` });
    if (!key.mayCall(action)) throw apiError('notPermitted', { detail: `this key may not call ${action}` });
    const waitMs = this.#rate.take(key.lastingKey, nowMs);
    if (waitMs > 0)
      throw apiError('throttled', { detail: `this key sends too often; the next request is accepted in ${Math.ceil(waitMs / 1000)} s` });
    return key;
  }

  #withSignature(params: Params, signature: string | undefined, nowMs: number): Key {
    if (signature === undefined)
      throw apiError('signatureMissing', { detail: 'accepted is the SHA-1 of the sorted parameters and the private key' });
    const publicKey = text(params.get('PublicKey'));
    const token = text(params.get('SecurityToken'));
    const known = publicKey === undefined ? undefined : this.#inForce.keys.get(publicKey);
    const lent = token === undefined ? undefined : this.#inForce.tokens?.read(publicKey ?? '', token, this.#inForce.keys, nowMs);
    const key = token === undefined ? known : lent;
    // Reckoned and compared for an unknown key too: whether a key exists must not be told by the time it takes.
    const signed = privateKeysNow(key, nowMs).some((privateKey) => this.#verify(signature, params, privateKey));
    // The key of a token that has ended is not among ours: that it was one of them shows in its name.
    const mayBeLent = known !== undefined || isTemporary(publicKey ?? '');
    if (key === undefined && token !== undefined && mayBeLent) {
      throw apiError('tokenUnknown', {
        detail:
          'SecurityToken is unknown or has ended; accepted is one that AssumeUcdnRole gave, with its PublicKey, or none with a lasting key pair',
      });
    }
    if (key === undefined) throw noSuchKey(publicKey);
    if (!signed) {
      refuseUnreadable(key);
      throw apiError('signatureWrong', {
        detail:
          'Signature does not fit; accepted is the SHA-1 of all parameters as they were sent, sorted by name, and the private key of this PublicKey',
      });
    }
    return key;
  }

  #withBasic(params: Params, basic: BasicCredentials, nowMs: number): Key {
    const refuse = (detail: string) => apiError('signatureWrong', { detail: `HTTP Basic: ${detail}` });
    if (!basic.cameSafely) {
      throw refuse(
        'it came unencrypted from another machine, so that its private key must be taken as known; accepted over TLS or from this machine only',
      );
    }
    const named = text(params.get('PublicKey'));
    if (named !== undefined && named !== basic.publicKey) throw refuse('PublicKey names another key; accepted is the same, or none');
    const key = this.#inForce.keys.get(basic.publicKey);
    const fits = privateKeysNow(key, nowMs).filter((privateKey) => isSameSecret(basic.privateKey, privateKey)).length > 0;
    // Not shown: whoever mixes the two up sends a private key as the user.
    if (key === undefined)
      throw apiError('userUnknown', { detail: 'HTTP Basic: accepted as the user is the public key of a key pair of this server' });
    if (!key.allowsBasic) throw refuse('this key must sign; accepted is a key with basic: true');
    refuseUnreadable(key);
    if (!fits) throw refuse('accepted is PublicKey as the user and its private key as the password');
    return key;
  }
}

/** Those that sign at this moment; for a key without any, one that nobody has. */
function privateKeysNow(key: Key | undefined, nowMs: number): readonly string[] {
  const valid = key?.privateKeys.filter(({ untilMs = Infinity }) => nowMs < untilMs).map(({ text }) => text) ?? [];
  return valid.length > 0 ? valid : [decoyPrivateKey];
}

function refuseUnreadable({ privateKeys }: Key): void {
  if (privateKeys.length === 0)
    throw apiError('userUnknown', { detail: 'the server can not read the private key of this PublicKey; its log says why' });
}

/** Whoever mixes the two up sends a private key, and this goes into the log: of what is as long only the beginning is shown. */
function noSuchKey(publicKey = '') {
  const came = publicKey.length > 16 ? `${shown(publicKey.slice(0, 8))}… (${publicKey.length} characters)` : shown(publicKey);
  return apiError('userUnknown', {
    detail: `PublicKey came as ${came}; accepted is the public key of a key pair of this server`,
  });
}

/** A parameter as text: JSON may bring a number where a form brings its digits. Absent, null and empty are the same. */
function text(value: JsonValue | undefined): string | undefined {
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
