import { keyPrefix } from '../../../edge/purge/key-template.ts';
import type { Undone } from '../../../edge/purge/procedure.ts';
import { addressFor } from '../../node.ts';
import type { DirectoryWay } from '../../options.ts';
import { shorten } from '../../shorten.ts';
import type { Sweep } from './cache-files.ts';
import { counted, deleted, type DirectoryPurge, messageOf, notHere } from './directory-purge.ts';

/** nginx: cache files that begin with the directory's key, those that are being written included; then once more. */
export async function unlinkFiles(
  { path: folder, key }: DirectoryWay & { kind: 'files' },
  purge: DirectoryPurge,
): Promise<string | Undone> {
  const { talk, node, ways, target, againMs } = purge;
  const schemes = (['http', 'https'] as const).filter((scheme) => addressFor(node, scheme) !== undefined);
  const prefixes = [...new Set(schemes.map((scheme) => keyPrefix(key, { ...target, scheme })))];
  let removed = 0;
  let lookalike: string | undefined;
  for (const pauseMs of [againMs, 0]) {
    talk.attempts += 1;
    const sweep = await sweepOf(() =>
      ways.unlinkFiles(
        folder,
        prefixes.map((prefix) => ({ prefix, path: target.path })),
      ),
    );
    if ('undone' in sweep) return sweep;
    for (const prefix of prefixes) removed += sweep.removed.get(prefix) ?? 0;
    lookalike ??= prefixes.map((prefix) => sweep.lookalikes.get(prefix)).find((found) => found !== undefined);
    if (pauseMs > 0) await talk.rest(pauseMs);
  }
  const doubt = `; no key begins with "${prefixes[0] ?? ''}", but there is "${lookalike ?? ''}": is purge.directory.files.key right?`;
  return `${deleted(purge)}: ${counted(removed, 'cache file')} unlinked${removed === 0 && lookalike !== undefined ? shorten(doubt, 300) : ''}`;
}

async function sweepOf(sweep: () => Promise<Sweep>): Promise<Sweep | Undone> {
  try {
    const done = await sweep();
    if (done.firstFault === undefined) return done;
    return notHere(`${counted(done.failed, 'cache file')} can’t be read or unlinked: ${done.firstFault}`);
  } catch (error) {
    return notHere(`the cache folder can’t be read on this machine: ${messageOf(error)}`);
  }
}
