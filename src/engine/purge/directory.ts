import { keyPrefix } from '../../edge/purge/key-template.ts';
import { ObjectList, objectListPath } from '../../edge/purge/object-list.ts';
import { purgeKeys } from '../../edge/purge/keys.ts';
import type { Undone } from '../../edge/purge/procedure.ts';
import { squid } from '../../edge/purge/squid.ts';
import { escapedPath } from '../../edge/purge/subtree-pattern.ts';
import type { Variant } from '../../tasks/plan.ts';
import type { PurgeMode } from '../../tasks/purge.ts';
import { addressFor } from '../node.ts';
import type { DirectoryWay, EngineNode } from '../options.ts';
import { shorten } from '../shorten.ts';
import { urlParts, type UrlParts } from '../url-parts.ts';
import { afterScheme } from './cover.ts';
import type { Detected } from './detection.ts';
import type { LocalWays } from './local-ways.ts';
import { PurgeFailure } from './purge-failure.ts';
import { urlsOnDisk } from './squid-files.ts';
import { isSuccess, type Talk } from './talk.ts';

/** From `traffic_ctl config reload` until the rule works: 0.1 to 2 s, measured. */
const ruleWorksMs = 2000;
/** How long a rule of regex_revalidate stays: what was stored before it should have expired by then. */
const ruleKeptS = 7 * 24 * 3600;

export type DirectoryPurge = {
  /**
   * What had begun before, without headers so far, can't be seen from outside, and is stored once they come. So
   * what deletes what is stored is done a second time after this.
   */
  readonly againMs: number;
  readonly talk: Talk;
  readonly node: EngineNode;
  readonly ways: LocalWays;
  readonly target: UrlParts;
  readonly mode: PurgeMode;
  readonly variants: readonly Variant[];
  readonly detect: () => Promise<Detected>;
};

/** Makes a node forget all that lies below a URL. Returns what was done, in a sentence. */
export function purgeDirectory(way: DirectoryWay, purge: DirectoryPurge): Promise<string | Undone> {
  switch (way.kind) {
    case 'ban':
      return ban(way, purge);
    case 'files':
      return unlinkFiles(way, purge);
    case 'objects':
      return purgeListed(way, purge);
    case 'regexRevalidate':
      return revalidate(way, purge);
    case 'purgeAll':
      return purgeAll(way, purge);
  }
}

async function ban({ method, header }: DirectoryWay & { kind: 'ban' }, purge: DirectoryPurge): Promise<string> {
  const { talk, target, againMs } = purge;
  const pattern = `^${escapedPath(target.path)}`;
  const send = () => talk.say({ ...target, method, headers: { [header]: pattern }, at: 'purge' }, isSuccess);
  const { status } = await send();
  await talk.rest(againMs);
  await send();
  return `${deleted(purge)}: ${method} of ${shorten(pattern)} answered ${status ?? ''}`;
}

async function unlinkFiles({ path, key }: DirectoryWay & { kind: 'files' }, purge: DirectoryPurge): Promise<string | Undone> {
  const { talk, node, ways, target, againMs } = purge;
  const schemes = (['http', 'https'] as const).filter((scheme) => addressFor(node, scheme) !== undefined);
  const prefixes = [...new Set(schemes.map((scheme) => keyPrefix(key, { ...target, scheme })))];
  let removed = 0;
  for (const pauseMs of [againMs, 0]) {
    talk.attempts += 1;
    const sweep = await ways.unlinkFiles(path, prefixes);
    if (sweep.firstFault !== undefined)
      return { undone: 'internal', message: `${sweep.failed} cache files can’t be read or unlinked: ${shorten(sweep.firstFault)}` };
    for (const prefix of prefixes) removed += sweep.removed.get(prefix) ?? 0;
    if (pauseMs > 0) await talk.rest(pauseMs);
  }
  return `${deleted(purge)}: ${removed} cache file${removed === 1 ? '' : 's'} unlinked`;
}

async function purgeListed({ path }: DirectoryWay & { kind: 'objects' }, purge: DirectoryPurge): Promise<string | Undone> {
  const { talk, node, target, variants, detect } = purge;
  const { mayProbe } = await detect();
  const prefix = target.host + target.path;
  const isWanted = (url: string): boolean => withoutPort(afterScheme(url)).startsWith(prefix);
  const list = new ObjectList(isWanted);
  const reply = await talk.say(
    { ...target, path: objectListPath, method: 'GET', at: 'node', wantsBody: true, onBytes: (chunk) => list.add(chunk) },
    isSuccess,
  );
  if (reply.status === undefined) throw new PurgeFailure({ undone: 'timeout', message: 'the node did not list its objects in time' });
  list.end();
  const found = path === undefined ? list.urls : new Set([...list.urls, ...(await urlsOnDisk(path, isWanted))]);
  const ends = await Promise.all(
    [...found].map(async (url) => {
      const { scheme, host, path: objectPath } = urlParts(withPlainHost(url));
      if (addressFor(node, scheme) === undefined) return undefined;
      return await talk.hold(squid(purgeKeys([scheme], variants, 'with encodings'), { mayProbe, ...unwatched }), host, objectPath);
    }),
  );
  const failed = ends.find((end) => end !== undefined && 'undone' in end);
  if (failed !== undefined && 'undone' in failed) return failed;
  const done = `${deleted(purge)}: ${found.size} object${found.size === 1 ? '' : 's'} listed, PURGE for each`;
  if (path !== undefined || list.nameless === 0) return done;
  const message =
    `${done}; but ${list.nameless} more on its disk are listed without their URLs and may be meant: ` +
    'tell forewarm its cache_dir, purge: { directory: { objects: { path: … } } }, on the same machine';
  return { undone: 'unsupported', message };
}

async function revalidate({ file, reload }: DirectoryWay & { kind: 'regexRevalidate' }, purge: DirectoryPurge): Promise<string | Undone> {
  const { talk, ways, target, mode, againMs } = purge;
  const kind = mode === 'expire' ? 'STALE' : 'MISS';
  for (const pauseMs of [againMs, ruleWorksMs]) {
    talk.attempts += 1;
    try {
      const nowS = ways.nowS();
      // A rule counts as new when its expiry differs.
      await ways.ruleFile(file, reload).add({ path: target.path, kind, expiresAtS: nowS + ruleKeptS });
    } catch (error) {
      return { undone: 'internal', message: `the rule can’t be given: ${shorten(error instanceof Error ? error.message : String(error))}` };
    }
    await talk.rest(pauseMs);
  }
  const reach = 'on every host that comes from the same origin';
  return mode === 'expire'
    ? `expired: a rule has what is below ${shorten(target.path)} revalidated, ${reach}`
    : `deleted: a rule has what is below ${shorten(target.path)} fetched anew, ${reach}`;
}

async function purgeAll({ header, secret }: DirectoryWay & { kind: 'purgeAll' }, purge: DirectoryPurge): Promise<string> {
  const { talk, target } = purge;
  const { status } = await talk.say({ ...target, method: 'PURGE', headers: { [header]: secret }, at: 'purge' }, isSuccess);
  return `${deleted(purge)}: PURGE with ${header} answered ${status ?? ''}; it takes all that the node’s rule for this host stored`;
}

const unwatched = { isProven: false, onProven: () => undefined, onOld: () => undefined };

function deleted({ mode }: DirectoryPurge): string {
  return mode === 'expire' ? 'deleted (the node has no way to expire a directory)' : 'deleted';
}

/** Squid writes the port that a visitor's Host named; with PURGE it takes `host:80` for `host`. */
function withoutPort(rest: string): string {
  return rest.replace(/^([^/:]+):\d+(?=\/)/, '$1');
}

function withPlainHost(url: string): string {
  const at = url.indexOf('://') + 3;
  return url.slice(0, at) + withoutPort(url.slice(at));
}
