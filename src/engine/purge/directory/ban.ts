import { escapedPath } from '../../../edge/purge/subtree-pattern.ts';
import type { DirectoryWay } from '../../options.ts';
import { shorten } from '../../shorten.ts';
import { isSuccess } from '../talk.ts';
import { deleted, type DirectoryPurge } from './directory-purge.ts';

/** Varnish: a ban sees what has its headers; what had none yet is caught by the second. */
export async function ban({ method, header }: DirectoryWay & { kind: 'ban' }, purge: DirectoryPurge): Promise<string> {
  const { talk, target, againMs } = purge;
  const pattern = `^${escapedPath(target.path)}`;
  const send = () => talk.say({ ...target, method, headers: { ...talk.purgeHeaders, [header]: pattern }, at: 'purge' }, isSuccess);
  await send();
  await talk.rest(againMs);
  const { status } = await send();
  return `${deleted(purge)}: ${method} of ${shorten(pattern)} answered ${status ?? 'nothing'}`;
}
