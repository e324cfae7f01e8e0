import type { Scheme } from '../../tasks/url.ts';

/**
 * The beginning of the keys under which nginx stores what lies below a path. `template` is its `proxy_cache_key`, as
 * far as `$request_uri` or `$uri`: what comes after that differs from object to object. The variables before it are
 * those that a URL alone decides: `$scheme`, `$host`, `$http_host` (config/schema/purge.ts accepts no other).
 */
export function keyPrefix(template: string, { scheme, host, path }: { scheme: Scheme; host: string; path: string }): string {
  const end = /\$\{?(request_uri|uri)\b\}?/.exec(template);
  const before = end === null ? template : template.slice(0, end.index);
  const beginning = before.replaceAll(/\$\{?(scheme|host|http_host)\b\}?/g, (_, name: string) => (name === 'scheme' ? scheme : host));
  if (end === null) return beginning;
  return beginning + (end[1] === 'uri' ? decoded(path) : path);
}

/** `$uri` is decoded; as latin1, a character a byte, which is how the files are read. */
function decoded(path: string): string {
  return path.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
