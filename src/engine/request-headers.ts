import type { Variant } from '../tasks/plan.ts';
import type { Scheme } from '../tasks/url.ts';

export type HeaderSources = {
  host: string;
  userAgent: string;
  variant: Variant;
  /** The node's own, `nodes[].headers`: sent with every request to it, so they win over a variant's. */
  node: Readonly<Record<string, string>>;
  /** Told by X-Forwarded-Proto when the node serves both schemes over one address. */
  forwardedProto: Scheme | undefined;
};

/**
 * The request's headers, flat: name, value, name, value … No Accept-Encoding unless a variant or the node
 * says so: a cache keyed by Vary would store an object that no plain client asks for.
 */
export function requestHeaders({ host, userAgent, variant, node, forwardedProto }: HeaderSources): string[] {
  const byLowerName = new Map<string, [name: string, value: string]>();
  const set = (name: string, value: string) => byLowerName.set(name.toLowerCase(), [name, value]);
  set('Accept', '*/*');
  set('User-Agent', userAgent);
  for (const [name, value] of Object.entries(variant)) set(name, value);
  for (const [name, value] of Object.entries(node)) set(name, value);
  if (forwardedProto !== undefined) set('X-Forwarded-Proto', forwardedProto);
  set('Host', host);
  return [...byLowerName.values()].flat();
}
