import type { Undone } from '../../../edge/purge/procedure.ts';
import type { DirectoryWay } from '../../options.ts';
import { ban } from './ban.ts';
import type { DirectoryPurge } from './directory-purge.ts';
import { unlinkFiles } from './files.ts';
import { purgeListed } from './objects.ts';
import { purgeAll } from './purge-all.ts';
import { addRule } from './rules.ts';

/** Makes a node forget all that lies below a URL. Resolves to what was done, in a sentence. */
export function purgeDirectory(way: DirectoryWay, purge: DirectoryPurge): Promise<string | Undone> {
  switch (way.kind) {
    case 'ban':
      return ban(way, purge);
    case 'files':
      return unlinkFiles(way, purge);
    case 'objects':
      return purgeListed(way, purge);
    case 'regexRevalidate':
      return addRule(way, purge);
    default:
      return purgeAll(way, purge);
  }
}
