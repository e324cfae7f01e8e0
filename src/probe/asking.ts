import { isHonoured, tellsExpired } from '../edge/purge/only-if-cached.ts';
import type { Answer } from './exchange.ts';
import type { AskingFindings, CacheName } from './findings.ts';
import { makeNothing, onlyIfCached, saidOf, type Talk } from './talk.ts';

export type Hello = Pick<AskingFindings, 'onlyIfCached' | 'statuses'> & { readonly answers: readonly Answer[] };

/** Whether it answers only-if-cached from store alone: tried on a path that nobody stores, which costs one request of the origin. */
export async function sayHello(talk: Talk): Promise<Hello> {
  const nothing = makeNothing();
  const asked = await talk.say({ method: 'HEAD', about: nothing, headers: onlyIfCached });
  if (asked.status !== 504) return { onlyIfCached: 'deaf', statuses: [asked.status], answers: [asked] };
  // The one before may have been answered so by an origin that is down: this one tells, and then counts alone.
  const plain = await talk.say({ method: 'HEAD', about: nothing });
  const isGood = isHonoured(saidOf(asked), saidOf(plain));
  if (isGood) talk.noteFromEdge();
  return { onlyIfCached: isGood ? 'honoured' : 'untold', statuses: [asked.status, plain.status], answers: [asked, plain] };
}

/** Caches that never ask anybody because of only-if-cached, also for a copy that has expired. */
const asksNobody: ReadonlySet<CacheName | undefined> = new Set(['nginx', 'varnish', 'squid']);

/** Whether it may be asked for an object that may have expired. Of a cache that does not show which it is, that is not known. */
export function mayAskForExpired({ onlyIfCached, answers: [first] }: Hello, cache: CacheName | undefined): boolean {
  return onlyIfCached === 'honoured' && (asksNobody.has(cache) || (first !== undefined && tellsExpired(first)));
}
