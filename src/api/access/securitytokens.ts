import { hash, randomBytes } from 'node:crypto';
import type { KeyTerms, PrivateKey } from '../../control/keys/madekey.ts';
import { Seal } from '../../control/keys/seal.ts';
import { addressSet } from './addresses.ts';
import { globMatcher } from './globs.ts';
import type { Key } from './keys.ts';
import { bothPrefixes, urlPrefixes } from '../../tasks/urlprefixes.ts';

/** What temporary credentials narrow; the rest is the lending key's. */
export type LentTerms = Pick<KeyTerms, 'projects' | 'actions' | 'urls' | 'allowIps' | 'maxPriority' | 'dailyUrls'>;

export type TemporaryCredentials = { publicKey: string; privateKey: string; securityToken: string; expiresMs: number };

/** What a SecurityToken holds, sealed. */
type Lent = { lender: string; digest: string; privateKey: string; expiresMs: number; terms: LentTerms };

/** How the public keys of temporary credentials begin. */
const prefix = 'temporary-';

export function isTemporary(publicKey: string): boolean {
  return publicKey.startsWith(prefix);
}

/** Fits a header, a query and the SDKs' forms. */
export const maxTokenChars = 4096;

/**
 * Temporary credentials without a store: all that they are is in the token, encrypted under the master key and bound
 * to its PublicKey. They end by time, and as soon as the private key of their lender that was the oldest to sign when
 * they were lent does not sign any more: disabling, deleting or rotating a key takes back what it has lent.
 */
export class SecurityTokens {
  readonly #seal: Seal;

  constructor(masterKey: string) {
    this.#seal = new Seal(masterKey, 'security tokens');
  }

  /** Undefined: what narrows it is too long for a token. */
  lend(lender: Key, terms: LentTerms, expiresMs: number): TemporaryCredentials | undefined {
    const oldest = lender.privateKeys.at(-1);
    if (oldest === undefined) throw new Error('a key that can sign nothing lends nothing');
    const untilMs = Math.min(expiresMs, lender.expiresMs, oldest.untilMs ?? Infinity);
    const publicKey = `${prefix}${randomBytes(16).toString('hex')}`;
    const privateKey = randomBytes(32).toString('hex');
    const lent: Lent = { lender: lender.publicKey, digest: digestOf(oldest), privateKey, expiresMs: untilMs, terms };
    const securityToken = this.#seal.seal(JSON.stringify(lent), publicKey).toString('base64url');
    return securityToken.length > maxTokenChars ? undefined : { publicKey, privateKey, securityToken, expiresMs: untilMs };
  }

  /** The key that these credentials are; undefined when the token is unknown or has ended. */
  read(publicKey: string, securityToken: string, keys: ReadonlyMap<string, Key>, nowMs: number): Key | undefined {
    const text = securityToken.length > maxTokenChars ? undefined : this.#seal.open(Buffer.from(securityToken, 'base64url'), publicKey);
    const lent: unknown = text === undefined ? undefined : JSON.parse(text);
    if (!isLent(lent)) return undefined;
    const lender = keys.get(lent.lender);
    if (lender === undefined || lender.isDisabled || nowMs >= lent.expiresMs || nowMs >= lender.expiresMs) return undefined;
    const stillSigns = lender.privateKeys.some((key) => (key.untilMs ?? Infinity) > nowMs && digestOf(key) === lent.digest);
    return stillSigns ? narrowed(lender, publicKey, lent) : undefined;
  }
}

function narrowed(lender: Key, publicKey: string, { privateKey, expiresMs, terms }: Lent): Key {
  const { projects, actions = ['*'], urls, allowIps, maxPriority, dailyUrls } = terms;
  const mayCall = globMatcher(actions);
  const addresses = allowIps === undefined ? undefined : addressSet(allowIps);
  return {
    publicKey,
    lastingKey: lender.lastingKey,
    privateKeys: [{ text: privateKey }],
    account: lender.account,
    everyProject: lender.everyProject && projects === undefined,
    isDisabled: false,
    allowsBasic: false,
    expiresMs,
    maxPriority: Math.min(lender.maxPriority, maxPriority ?? lender.maxPriority),
    dailyUrls: least(lender.dailyUrls, dailyUrls),
    mayActIn: (project) => lender.mayActIn(project) && (projects === undefined || projects.includes(project)),
    mayCall: (action) => lender.mayCall(action) && mayCall(action),
    mayComeFrom: (address) => lender.mayComeFrom(address) && (addresses === undefined || addresses.has(address)),
    urls: bothPrefixes(lender.urls, urls === undefined ? undefined : urlPrefixes(urls)),
  };
}

function least(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

function digestOf({ text }: PrivateKey): string {
  return hash('sha256', text).slice(0, 32);
}

/** Only this server seals tokens: the outline tells whether it is one of this version. */
function isLent(value: unknown): value is Lent {
  return typeof value === 'object' && value !== null && 'lender' in value && 'digest' in value && 'privateKey' in value && 'terms' in value;
}
