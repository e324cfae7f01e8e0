import { isDeepStrictEqual } from 'node:util';
import type { Config } from './config.ts';

/** What a list's entries are known by. */
const naming = ['publicKey', 'name', 'id', 'url'] as const;

/**
 * The places at which two configurations differ, such as `limits.queuedUrls` or `nodes[edge-a].address`, each with
 * `added`, `removed` or `changed`. Names only: what stands there, before or after, may be secret.
 */
export function configDifference(before: Config, after: Config): string[] {
  return differences('', before, after);
}

function differences(path: string, before: unknown, after: unknown): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (before === undefined) return [`${path} added`];
  if (after === undefined) return [`${path} removed`];
  const entries = entriesOf(before);
  const others = entriesOf(after);
  if (entries === undefined || others === undefined) return [`${path} changed`];
  const names = [...new Set([...entries.keys(), ...others.keys()])];
  const found = names.flatMap((name) => differences(joined(path, name, Array.isArray(after)), entries.get(name), others.get(name)));
  // The same entries in another order.
  return found.length === 0 ? [`${path} changed`] : found;
}

/** What a section or a list of named entries holds, by name; undefined for all that is told as a whole. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const named = value.map((entry: unknown) => [nameOf(entry), entry] as const);
  const entries = new Map(named.flatMap(([name, entry]) => (name === undefined ? [] : [[name, entry] as const])));
  return entries.size === value.length ? entries : undefined;
}

function nameOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(entry));
  const name = naming.map((key) => fields.get(key)).find((value) => typeof value === 'string');
  return typeof name === 'string' ? withoutQuery(name) : undefined;
}

/** What follows the path of a URL may be a token. */
function withoutQuery(name: string): string {
  return name.replace(/[?#].*$/s, '');
}

function joined(path: string, name: string, isList: boolean): string {
  if (isList) return `${path}[${name}]`;
  return path === '' ? name : `${path}.${name}`;
}
