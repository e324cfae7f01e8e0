import type { Config, DirectoryConfig, KeyConfig, NodeConfig, PurgeConfig } from './config.ts';

/** What stands in the place of a secret. */
export const hidden = '(hidden)';

/**
 * The configuration as it is in force, to be shown to those who run the server: plain data for JSON, with `hidden` in the
 * place of what authenticates anybody. Values of headers for nodes are such, their names are not; of a callback's
 * address only where it leads, since many carry a secret in their path.
 */
export function shownConfig(config: Config): Readonly<Record<string, unknown>> {
  const { listen, masterKey, keys, nodes, callbacks, ...plain } = config;
  const { tls, ...listening } = listen;
  return {
    listen: { ...listening, ...(tls !== undefined && { tls: { cert: hidden, key: hidden } }) },
    ...(masterKey !== undefined && { masterKey: hidden }),
    ...plain,
    keys: keys.map(shownKey),
    nodes: nodes.map(shownNode),
    callbacks: callbacks.map(shownCallback),
  };
}

function shownKey(key: KeyConfig): object {
  return { ...key, privateKey: hidden };
}

function shownCallback({ url, secret, ...callback }: Config['callbacks'][number]): object {
  return { url: shownUrl(url), ...(secret !== undefined && { secret: hidden }), ...callback };
}

function shownNode({ tls, headers, purge, ...node }: NodeConfig): object {
  return {
    ...node,
    tls: { verify: tls.verify, ...(tls.caPem !== undefined && { ca: hidden }) },
    headers: hiddenValues(headers),
    ...(purge !== undefined && { purge: shownPurge(purge) }),
  };
}

function shownPurge({ headers, bypass, directory, ...purge }: PurgeConfig): object {
  return {
    ...purge,
    headers: hiddenValues(headers),
    ...(bypass !== undefined && { bypass: hiddenValues(bypass) }),
    ...(directory !== undefined && { directory: shownDirectory(directory) }),
  };
}

function shownDirectory({ way, repeatAfterMs }: DirectoryConfig): object {
  return { way: way.kind === 'purgeAll' ? { ...way, secret: hidden } : way, repeatAfterMs };
}

function hiddenValues(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, hidden]));
}

function shownUrl(text: string): string {
  const { origin, pathname, search } = new URL(text);
  return pathname === '/' && search === '' ? origin : `${origin}/${hidden}`;
}
