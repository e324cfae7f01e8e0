import type { Undone } from '../../edge/purge/procedure.ts';
import type { EngineNode } from '../options.ts';

/** What a node has no way to do, with what to write to give it one. */
export function noPurge({ name }: EngineNode): Undone {
  return unsupported(
    `node "${name}" has no way to forget: give it one in forewarm.yaml, such as purge: { method: PURGE }, ` +
      'with the lines for it from examples/edges/ in the cache’s own configuration',
  );
}

const directoryWays: Readonly<Record<EngineNode['cache'], string>> = {
  nginx: 'purge: { directory: { files: { path: /var/cache/nginx } } }, with forewarm on the same machine',
  varnish: 'purge: { directory: { ban: { method: BAN, header: X-Ban-Re } } }',
  trafficserver: 'purge: { directory: { regexRevalidate: { file: …, reload: [traffic_ctl, config, reload] } } }, or { purgeAll: … }',
  squid: 'purge: { directory: { objects: {} } }',
  auto: 'purge: { directory: … } and cache: …',
};

export function noDirectory({ name, cache }: EngineNode): Undone {
  return unsupported(
    `node "${name}" has no way to forget a directory: refresh its files one by one, or give it one in forewarm.yaml, ` +
      `such as ${directoryWays[cache]}`,
  );
}

export function noAddress({ name }: EngineNode, scheme: string): Undone {
  return unsupported(`node "${name}" has no address for ${scheme}`);
}

function unsupported(message: string): Undone {
  return { undone: 'unsupported', message };
}
