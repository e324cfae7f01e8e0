import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEdge, type EdgeOptions, type LabEdge } from './edge.ts';
import { findServer } from './programs.ts';
import { fillTemplate } from './template.ts';

export type VarnishOptions = EdgeOptions & {
  /** Of its store, as varnishd reads it; default `256m`. */
  storeSize?: string;
};

/** Varnish as examples/edges/varnish.vcl sets it up. It keeps its cache in memory: a stop empties it. */
export function startVarnish({ upstream, storeSize = '256m' }: VarnishOptions): Promise<LabEdge> {
  return startEdge({
    name: 'varnish',
    cache: 'varnish',
    hitHeader: 'x-cache',
    hitPattern: /^HIT$/,
    cacheFolders: [],
    async prepare(place) {
      const vcl = join(place.folder, 'varnish.vcl');
      await writeFile(vcl, await fillTemplate('varnish.vcl', { ...place, upstreamPort: upstream }));
      const work = join(place.folder, 'work');
      return {
        command: findServer('varnish'),
        // -l: its log in shared memory, 80 MB by default, is of no use here.
        args: ['-F', '-n', work, '-a', `127.0.0.1:${place.port}`, '-f', vcl, '-s', `malloc,${storeSize}`, '-l', '4m'],
        // Its port is open before the process that answers exists.
        readyLine: 'Child launched OK',
      };
    },
  });
}
