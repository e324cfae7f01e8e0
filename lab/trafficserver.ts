import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startEdge, type EdgeOptions, type LabEdge } from './edge.ts';
import { findServer } from './programs.ts';
import { fillTemplate } from './template.ts';

/**
 * Traffic Server as examples/edges/trafficserver sets it up. A stop takes 2 s and loses what was stored seconds before.
 * `asItComes`: without the lines for only-if-cached.
 * `reloads`: `traffic_ctl config reload` works, at the price of a slower start.
 */
export function startTrafficServer({
  upstream,
  reloads = false,
  asItComes = false,
}: EdgeOptions & { reloads?: boolean; asItComes?: boolean }): Promise<LabEdge> {
  return startEdge({
    name: 'trafficserver',
    cache: 'trafficserver',
    // `[cHs f ]` hit, `[cRs f ]` hit in memory, `[cMsSfW]` miss; X-Cache of header_rewrite lies at times.
    hitHeader: 'via',
    // At the end: a shield's own word comes before it.
    hitPattern: /\[c[HR]s[^\]]*\]\)$/,
    cacheFolders: ['cache'],
    async prepare(place) {
      const { folder } = place;
      for (const name of ['etc', 'cache', 'run', 'log', 'data']) await mkdir(join(folder, name), { recursive: true });
      const files = [
        'runroot.yaml',
        'etc/records.config',
        'etc/storage.config',
        'etc/remap.config',
        'etc/ip_allow.yaml',
        'etc/plugin.config',
        'etc/revalidate.conf',
        'etc/only-if-cached.conf',
      ];
      for (const file of files) {
        const template = `trafficserver/${file.replace('etc/', '')}`;
        const text = await fillTemplate(template, { ...place, upstreamPort: upstream });
        await writeFile(join(folder, file), asItComes ? text.replace('header_rewrite.so only-if-cached.conf', '') : text);
      }
      const server = findServer('trafficserver');
      const command = reloads ? join(dirname(server), 'traffic_manager') : server;
      return { command, args: [], env: { TS_RUNROOT: join(folder, 'runroot.yaml') } };
    },
  });
}
