import type { Entry, Findings } from './findings.ts';
import type { ProbeOptions } from './options.ts';
import { banHeader } from './purging.ts';

/** What was found out, as configuration: nothing that was not seen to work. */
export function entryOf(
  { address, headers, tls, caFile }: ProbeOptions,
  { reach, cache, asking, purge }: Pick<Findings, 'reach' | 'cache' | 'asking' | 'purge'>,
): Entry {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  const names = Object.keys(headers);
  const canPurge = purge?.gone.is === 'yes';
  const canBan = purge?.ban?.gone.is === 'yes';
  return {
    name: 'edge-a',
    address: `${address.scheme}://${host}:${address.port}`,
    ...(reach.isForwarded && { sharedSchemes: true }),
    ...(caFile !== undefined && { tls: { ca: caFile } }),
    ...(!tls.verify && address.scheme === 'https' && { tls: { verify: false } }),
    ...(cache.name !== undefined && { cache: cache.name }),
    ...(asking.onlyIfCached === 'honoured' && { onlyIfCached: true }),
    ...(purge?.sliceBytes !== undefined && { slice: sizeText(purge.sliceBytes) }),
    ...(canPurge && { purge: { method: 'PURGE', ...(canBan && { directory: { ban: { method: 'BAN', header: banHeader } } }) } }),
    ...(names.length > 0 && { headers: Object.fromEntries(names.map((name) => [name, fromEnvironment(name)])) }),
  };
}

/** `X-Edge-Token` → `${X_EDGE_TOKEN}` */
function fromEnvironment(headerName: string): string {
  return `\${${headerName
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '_')
    .replace(/^(?=\d)/, '_')}}`;
}

/** `1MiB`, or plain bytes. */
function sizeText(bytes: number): string {
  if (bytes % 2 ** 20 === 0) return `${bytes / 2 ** 20}MiB`;
  return bytes % 2 ** 10 === 0 ? `${bytes / 2 ** 10}KiB` : String(bytes);
}
