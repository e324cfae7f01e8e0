import { purgeKeys } from '../../../edge/purge/keys.ts';
import { ObjectList, objectListPath } from '../../../edge/purge/object-list.ts';
import type { Undone } from '../../../edge/purge/procedure.ts';
import { squid } from '../../../edge/purge/squid.ts';
import { addressFor } from '../../node.ts';
import type { DirectoryWay } from '../../options.ts';
import { urlParts, type UrlParts } from '../../url-parts.ts';
import { afterScheme } from '../cover.ts';
import { PurgeFailure } from '../purge-failure.ts';
import { isSuccess, type Talk } from '../talk.ts';
import { counted, deleted, type DirectoryPurge, messageOf, notHere } from './directory-purge.ts';
import { urlsOnDisk } from './squid-files.ts';

/** Squid has no way of its own: what it lists, and what its disk tells, is purged URL by URL. */
export async function purgeListed({ path }: DirectoryWay & { kind: 'objects' }, purge: DirectoryPurge): Promise<string | Undone> {
  const { talk, node, target, variants, detect } = purge;
  const { mayProbe } = await detect();
  const prefix = target.host + target.path;
  const isWanted = (url: string): boolean => withoutPort(afterScheme(url)).startsWith(prefix);
  const list = await listObjects(talk, target, isWanted);
  const onDisk = path === undefined ? [] : await diskOf(path, isWanted);
  if ('undone' in onDisk) return onDisk;
  const found = new Set([...list.urls, ...onDisk]);
  const ends = await Promise.all(
    [...found].map(async (url) => {
      const { scheme, host, path: objectPath } = urlParts(withPlainHost(url));
      if (addressFor(node, scheme) === undefined) return undefined;
      return await talk.hold(squid(purgeKeys([scheme], variants, 'with encodings'), { mayProbe, ...unwatched }), host, objectPath);
    }),
  );
  for (const end of ends) if (end !== undefined && 'undone' in end) return end;
  const done = `${deleted(purge)}: ${counted(found.size, 'object')} listed, PURGE for each`;
  if (path !== undefined || list.nameless === 0) return done;
  return notHere(
    `${done}; but ${list.nameless} more on its disk are listed without their URLs and may be meant: ` +
      'tell forewarm its cache_dir, purge: { directory: { objects: { path: … } } }',
  );
}

async function listObjects(talk: Talk, target: UrlParts, isWanted: (url: string) => boolean): Promise<ObjectList> {
  let list = new ObjectList(isWanted);
  const bytesTo = () => {
    list = new ObjectList(isWanted);
    return (chunk: Uint8Array) => list.add(chunk);
  };
  try {
    const { status } = await talk.say({ ...target, path: objectListPath, method: 'GET', at: 'node', wantsBody: true, bytesTo }, isSuccess);
    if (status === undefined) throw new PurgeFailure({ undone: 'timeout', message: 'no answer in time' });
  } catch (error) {
    if (!(error instanceof PurgeFailure)) throw error;
    const hint = error.undone.undone === 'timeout' ? ' (Squid does not end a list that is longer than its read_ahead_gap)' : '';
    throw new PurgeFailure({ ...error.undone, message: `the node’s list of objects can’t be had: ${error.undone.message}${hint}` });
  }
  list.end();
  return list;
}

async function diskOf(folder: string, isWanted: (url: string) => boolean): Promise<Iterable<string> | Undone> {
  try {
    return await urlsOnDisk(folder, isWanted);
  } catch (error) {
    return notHere(`its cache_dir can’t be read on this machine: ${messageOf(error)}`);
  }
}

/** Squid writes the port that a visitor's Host named; with PURGE it takes `host:80` for `host`. */
function withoutPort(rest: string): string {
  return rest.replace(/^([^/:]+):\d+(?=\/)/, '$1');
}

function withPlainHost(url: string): string {
  const at = url.indexOf('://') + 3;
  return url.slice(0, at) + withoutPort(url.slice(at));
}

const unwatched = { isProven: false, onProven: () => undefined, onOld: () => undefined };
