import type { KeyTerms, MadeKey, PrivateKey } from '../../control/keys/madekey.ts';
import type { KeyOptions } from '../options.ts';
import { type AddressSet, addressSet } from './addresses.ts';
import { globMatcher } from './globs.ts';
import { type UrlPrefixes, urlPrefixes } from '../../tasks/urlprefixes.ts';

/** A key pair with what it may do, ready to be asked. */
export type Key = {
  readonly publicKey: string;
  /** What it stands for: itself, or the key that lent it. Rates, days and tasks are reckoned to that one. */
  readonly lastingKey: string;
  /** The newest first; none: nobody can sign with it, since the server can't read it. */
  readonly privateKeys: readonly PrivateKey[];
  readonly account: 'main' | 'sub';
  /** True for a key of all projects, which may also act on what belongs to none: nodes, everything at once. */
  readonly everyProject: boolean;
  readonly isDisabled: boolean;
  /** May be used by HTTP Basic. */
  readonly allowsBasic: boolean;
  /** Milliseconds since 1970; Infinity: never. */
  readonly expiresMs: number;
  /** The highest priority that its submits may have, 0 to 9. */
  readonly maxPriority: number;
  /** Undefined: as many URLs a day as it likes. */
  readonly dailyUrls: number | undefined;
  mayActIn(project: string): boolean;
  mayCall(action: string): boolean;
  mayComeFrom(address: string): boolean;
  /** Undefined: every URL of its projects. */
  readonly urls: UrlPrefixes | undefined;
};

export const highestPriority = 9;

/**
 * Keys by public key: those of the configuration win over made ones of the same name. Throws an Error that names the
 * key whose lists can't be read.
 */
export function readKeys(options: readonly KeyOptions[], made: readonly MadeKey[] = []): ReadonlyMap<string, Key> {
  const account = accountAddresses(options);
  const keys = new Map(made.map((key) => [key.publicKey, readKey(key, account)]));
  for (const { publicKey, privateKey, ...given } of options) {
    const source = { publicKey, privateKeys: [{ text: privateKey }], isDisabled: false, terms: termsOf(given) };
    keys.set(publicKey, readKey(source, account));
  }
  return keys;
}

/** What a key of the configuration may do, in the words of one that is made. */
export function termsOf({ account, projects, actions, urls, allowIps, ...more }: Omit<KeyOptions, 'publicKey' | 'privateKey'>): KeyTerms {
  return {
    ...more,
    account,
    actions,
    ...(projects !== 'all' && { projects }),
    ...(urls !== undefined && { urls }),
    ...(allowIps.length > 0 && { allowIps }),
  };
}

type KeySource = Pick<MadeKey, 'publicKey' | 'privateKeys' | 'isDisabled' | 'terms'>;

function readKey({ publicKey, privateKeys, isDisabled, terms }: KeySource, account: AddressSet | undefined): Key {
  const {
    projects,
    actions = ['*'],
    urls,
    allowIps,
    expiresMs = Infinity,
    maxPriority = highestPriority,
    dailyUrls,
    basic = false,
  } = terms;
  const own = allowIps === undefined ? undefined : named(publicKey, () => addressSet(allowIps));
  const addresses = own ?? (terms.account === 'sub' ? account : undefined);
  return {
    publicKey,
    lastingKey: publicKey,
    privateKeys,
    account: terms.account,
    everyProject: projects === undefined,
    isDisabled,
    allowsBasic: basic,
    expiresMs,
    maxPriority,
    dailyUrls,
    mayActIn: (project) => projects === undefined || projects.includes(project),
    mayCall: globMatcher(actions),
    mayComeFrom: (address) => addresses === undefined || addresses.has(address),
    urls: urls === undefined ? undefined : named(publicKey, () => urlPrefixes(urls)),
  };
}

/**
 * The vendor's IP allow-list is the account's and holds for its sub-accounts (ucdn-api.md, "Accounts"); ours stands
 * at each key. So a sub-account without a list of its own takes over those of the configuration's main keys; one
 * of these that may come from anywhere lifts the bound. A made main key lifts none: it would loosen what others made.
 */
function accountAddresses(options: readonly KeyOptions[]): AddressSet | undefined {
  const main = options.filter((key) => key.account === 'main');
  if (main.length === 0 || main.some((key) => key.allowIps.length === 0)) return undefined;
  const lists = main.map((key) => named(key.publicKey, () => addressSet(key.allowIps)));
  return { has: (address) => lists.some((list) => list.has(address)) };
}

function named<T>(publicKey: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`key "${publicKey}": ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
