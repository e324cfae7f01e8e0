import type { DirectoryWay } from '../../options.ts';
import { isSuccess } from '../talk.ts';
import { deleted, type DirectoryPurge } from './directory-purge.ts';

/** Traffic Server's remap_purge: at once and exact, what is on its way included, but it takes all that the map rule stored. */
export async function purgeAll({ header, secret }: DirectoryWay & { kind: 'purgeAll' }, purge: DirectoryPurge): Promise<string> {
  const { talk, target } = purge;
  const { status } = await talk.say(
    { ...target, method: 'PURGE', headers: { ...talk.purgeHeaders, [header]: secret }, at: 'purge' },
    isSuccess,
  );
  return `${deleted(purge)}: PURGE with ${header} answered ${status ?? 'nothing'}; it takes all that the node’s rule for this host stored`;
}
