import { escapedPath } from './subtree-pattern.ts';

/** `STALE`: objects are revalidated at the next request; `MISS`: fetched anew. */
export type RuleKind = 'STALE' | 'MISS';

/**
 * A line of Traffic Server's regex_revalidate: what matches and was stored before the line was read is stale. It sees
 * the URL as it goes to the origin, so the host in it is the origin's, and all hosts that come from there are meant.
 */
export function ruleLine(path: string, kind: RuleKind, expiresAtS: number): string {
  return `^[a-z]+://[^/]+${escapedPath(path)} ${expiresAtS} ${kind}`;
}

/** The file with a rule added. Rules that are over, and the same one from before, go; other lines stay as they are. */
export function withRule(text: string, line: string, nowS: number): string {
  const [pattern] = line.split(' ');
  const kept = text.split('\n').filter((old) => {
    const [, oldPattern, expiry] = /^(\S+)[ \t]+(\d+)(?:[ \t]+\S+)?[ \t]*$/.exec(old) ?? [];
    if (oldPattern === undefined) return old.trim() !== '';
    return oldPattern !== pattern && Number(expiry) > nowS;
  });
  return [...kept, line, ''].join('\n');
}

const ourPrefix = '^[a-z]+://[^/]+';

/**
 * The rule by which Traffic Server would ask its origin for what it has of this path, even if a request says only-if-cached:
 * measured, a 504 comes of MISS, and a conditional request of STALE, which is the default. A rule that is not ours counts.
 */
export function staleRule(text: string, path: string, nowS: number): string | undefined {
  return text.split('\n').find((line) => {
    const [pattern = '', expiry = '', kind = 'STALE'] = line.trim().split(/[ \t]+/);
    if (pattern === '' || pattern.startsWith('#') || kind.toUpperCase() === 'MISS' || !(Number(expiry) > nowS)) return false;
    return !pattern.startsWith(ourPrefix) || new RegExp(`^${pattern.slice(ourPrefix.length)}`).test(path);
  });
}
