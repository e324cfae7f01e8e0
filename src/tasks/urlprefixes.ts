import { isUrlFault, parseTargetUrl, type TargetUrl } from './url.ts';

/** The domain and path prefixes that a key's submits are held to, whatever the scheme. */
export type UrlPrefixes = {
  /** For people. */
  readonly texts: readonly string[];
  /** All that it is made of: a URL must lie below a prefix of each list. */
  readonly lists: readonly (readonly string[])[];
  allow(target: TargetUrl): boolean;
};

/**
 * `cdn.example.com` is the whole domain, `cdn.example.com/partner/` what lies below that path, and
 * `cdn.example.com/partner` that path itself, with or without a query, and what lies below it.
 * Throws an Error that names the entry which can't be read.
 */
export function urlPrefixes(texts: readonly string[]): UrlPrefixes {
  const prefixes = texts.map((text) => {
    const target = parseTargetUrl(`http://${text}`);
    if (isUrlFault(target) || /^\w+:\/\//.test(text))
      throw new Error(`"${text}" is no domain with or without a path, such as cdn.example.com/partner/`);
    return withoutScheme(target.url);
  });
  return {
    texts,
    lists: [texts],
    allow(target) {
      const url = withoutScheme(target.url);
      // A cache that resolves `/partner/../other` before it looks up would be led out of the prefix.
      return !hasDotSegment(url) && prefixes.some((prefix) => isBelow(url, prefix));
    },
  };
}

/** What both allow; undefined allows all. */
export function bothPrefixes(one: UrlPrefixes | undefined, other: UrlPrefixes | undefined): UrlPrefixes | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    texts: other.texts,
    lists: [...one.lists, ...other.lists],
    allow: (target) => one.allow(target) && other.allow(target),
  };
}

/** Those made of these lists (`UrlPrefixes.lists`); none allow all. */
export function prefixesOf(lists: readonly (readonly string[])[] = []): UrlPrefixes | undefined {
  return lists.map(urlPrefixes).reduce<UrlPrefixes | undefined>(bothPrefixes, undefined);
}

function isBelow(url: string, prefix: string): boolean {
  if (!url.startsWith(prefix)) return false;
  const next = url[prefix.length];
  return prefix.endsWith('/') || next === undefined || next === '/' || next === '?';
}

function withoutScheme(url: string): string {
  return url.slice(url.indexOf('//') + 2);
}

/** Also when dots or slashes are percent-encoded, once or more: caches and origins differ in how often they decode. */
function hasDotSegment(url: string): boolean {
  const [path = ''] = url.split('?', 1);
  return /(?:^|\/|%(?:25)*(?:2f|5c))(?:\.|%(?:25)*2e){1,2}(?:;|$|\/|%(?:25)*(?:2f|5c))/i.test(path);
}
