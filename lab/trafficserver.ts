import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEdge, type EdgeOptions, type LabEdge } from './edge.ts';
import { findServer } from './programs.ts';
import { fillTemplate } from './template.ts';

/** Traffic Server as examples/edges/trafficserver sets it up. A stop takes 2 s and loses what was stored seconds before. */
export function startTrafficServer({ upstream }: EdgeOptions): Promise<LabEdge> {
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
      const files = ['runroot.yaml', 'etc/records.config', 'etc/storage.config', 'etc/remap.config', 'etc/ip_allow.yaml'];
      for (const file of files) {
        const template = `trafficserver/${file.replace('etc/', '')}`;
        await writeFile(join(folder, file), await fillTemplate(template, { ...place, upstreamPort: upstream }));
      }
      return { command: findServer('trafficserver'), args: [], env: { TS_RUNROOT: join(folder, 'runroot.yaml') } };
    },
  });
}
