import { type AddressSet, addressSet } from './addresses.ts';
import { globMatcher } from './globs.ts';
import type { KeyOptions } from '../options.ts';
import { type UrlPrefixes, urlPrefixes } from './urlprefixes.ts';

/** A key pair with what it may do, ready to be asked. */
export type Key = {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly account: 'main' | 'sub';
  /** True for a key of all projects, which may also act on what belongs to none: nodes, everything at once. */
  readonly everyProject: boolean;
  /** Milliseconds since 1970; Infinity: never. */
  readonly expiresMs: number;
  mayActIn(project: string): boolean;
  mayCall(action: string): boolean;
  mayComeFrom(address: string): boolean;
  /** Undefined: every URL of its projects. */
  readonly urls: UrlPrefixes | undefined;
};

/** Keys by public key. Throws an Error that names the key whose lists can't be read. */
export function readKeys(options: readonly KeyOptions[]): ReadonlyMap<string, Key> {
  const account = accountAddresses(options);
  return new Map(options.map((key) => [key.publicKey, readKey(key, account)]));
}

function readKey(options: KeyOptions, account: AddressSet | undefined): Key {
  const { publicKey, privateKey, projects } = options;
  const own = options.allowIps.length === 0 ? undefined : named(publicKey, () => addressSet(options.allowIps));
  const addresses = own ?? (options.account === 'sub' ? account : undefined);
  const urls = options.urls;
  return {
    publicKey,
    privateKey,
    account: options.account,
    everyProject: projects === 'all',
    expiresMs: options.expiresMs ?? Infinity,
    mayActIn: (project) => projects === 'all' || projects.includes(project),
    mayCall: globMatcher(options.actions),
    mayComeFrom: (address) => addresses === undefined || addresses.has(address),
    urls: urls === undefined ? undefined : named(publicKey, () => urlPrefixes(urls)),
  };
}

/**
 * The vendor's IP allow-list is the account's and holds for its sub-accounts (ucdn-api.md, "Accounts"); ours stands
 * at each key. So a sub-account without a list of its own takes over those of the main account's keys; one
 * of these that may come from anywhere lifts the bound.
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
