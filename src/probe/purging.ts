import { setTimeout as delay } from 'node:timers/promises';
import { escapedPath } from '../edge/purge/subtree-pattern.ts';
import type { Answer } from './exchange.ts';
import type { CacheName, Gone, Look, PurgeFindings } from './findings.ts';
import { get } from './object.ts';
import { findSliceBytes } from './slices.ts';
import { makeNothing, onlyIfCached, type Talk } from './talk.ts';

export type PurgingOptions = {
  readonly cache: CacheName | undefined;
  readonly mayAsk: boolean;
  readonly urlPath: string;
  /** It was there before: proven, or its own word. */
  readonly isThere: boolean;
  /** Of its body, where it was read whole. */
  readonly sizeBytes: number | undefined;
  readonly signal: AbortSignal;
};

/** The header that bans of examples/edges/varnish.vcl, and `purge.directory.ban` by default, go by. */
export const banHeader = 'X-Ban-Re';

/** Has the URL forgotten, looks whether it is, and puts it back by a GET. */
export async function tryPurge(talk: Talk, options: PurgingOptions): Promise<PurgeFindings> {
  const nothing = await talk.say({ method: 'PURGE', about: makeNothing() });
  const purged = await talk.say({ method: 'PURGE', about: 'url' });
  const gone = await lookWhetherGone(talk, options);
  const sliceBytes = gone?.is === 'yes' && options.cache === 'nginx' ? await findSliceBytes(talk, options.sizeBytes) : undefined;
  const back = await get(talk, options.cache);
  const found = {
    status: purged.status,
    nothingStatus: nothing.status,
    gone: verdictOf(purged, gone, back, options),
    ...(sliceBytes !== undefined && { sliceBytes }),
  };
  if (options.cache !== 'varnish') return { ...found, restoredStatus: back.answer.status };
  return { ...found, ...(await tryBan(talk, options)) };
}

async function tryBan(talk: Talk, options: PurgingOptions): Promise<Required<Pick<PurgeFindings, 'ban' | 'restoredStatus'>>> {
  const pattern = `^${escapedPath(options.urlPath)}$`;
  const banned = await talk.say({ method: 'BAN', about: 'url', headers: { [banHeader]: pattern } });
  const gone = await lookWhetherGone(talk, options);
  const back = await get(talk, options.cache);
  const ban = { status: banned.status, gone: verdictOf(banned, gone, back, { ...options, isThere: true }) };
  return { ban, restoredStatus: back.answer.status };
}

/** By only-if-cached; undefined: it can't be asked so. */
async function lookWhetherGone(talk: Talk, { mayAsk, signal }: PurgingOptions): Promise<Gone | undefined> {
  if (!mayAsk) return undefined;
  await delay(50, undefined, { signal });
  const { status } = await talk.say({ method: 'HEAD', about: 'url', headers: onlyIfCached, staysAtEdge: true });
  if (status === 504) return { is: 'yes', because: 'only-if-cached finds nothing afterwards' };
  return { is: 'no', because: `only-if-cached was answered ${status} afterwards: it is still there` };
}

/** The next GET's own word tells, where the node can't be asked. */
function verdictOf(answer: Answer, looked: Gone | undefined, back: Look, { isThere }: PurgingOptions): Gone {
  if (looked?.is === 'no') return looked;
  if (isRefusal(answer)) return { is: 'no', because: 'it is refused' };
  if (!isThere) return { is: 'unknown', because: 'it was not in the cache before, so there was nothing to see' };
  if (looked !== undefined) return looked;
  const { word, judged } = back;
  if (word === undefined) return { is: 'unknown', because: 'whether it is gone can’t be seen: this node does not tell a hit from a miss' };
  if (word.is === 'hit' || word.is === 'stale' || judged.verdict === 'hit-proven')
    return { is: 'no', because: `the next GET was still answered from store (${word.said})` };
  return { is: 'yes', because: `the next GET was fetched (${word.said})` };
}

/** 404 and 410 say that nothing is there. */
function isRefusal({ status }: Answer): boolean {
  return status >= 300 && status !== 404 && status !== 410;
}
