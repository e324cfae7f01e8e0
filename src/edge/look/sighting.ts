import type { Sighting } from '../../tasks/look.ts';
import { ageS } from '../verdict/facts.ts';
import { readAs, type Exchanged, type Read, wordOf } from '../verdict/judge.ts';
import { ranOut, remaining, type Remaining } from '../verdict/remaining.ts';
import type { Word } from '../verdict/word.ts';
import { detailsOf } from './details.ts';
import { toldByAbsence } from './not-in-store.ts';

/** A node's answer to HEAD with only-if-cached. */
export type Looked = Exchanged & {
  /** When what was fetched last stops being fresh, as far as that is known. */
  readonly freshUntilMs?: number | undefined;
};

export type Sight = {
  readonly sighting: Sighting;
  /** The node went to its origin for it, so it must not be asked again. */
  readonly hasFetched: boolean;
};

/** What the answer says of the copy in that cache. */
export function sightOf(looked: Looked): Sight {
  const read = readAs(looked);
  const word = wordOf(looked, read);
  if (looked.status === 504 && (word?.is !== 'hit' || read.kind === 'squid')) return seen(notInStore(looked, read));
  switch (word?.is) {
    case 'stale':
      return seen(stored(looked, read, 'expired', word.said));
    case 'joined':
      return seen({ state: 'absent', because: `${word.said}: it is being fetched right now, and not stored yet` });
    case 'bypass':
      return seen({ state: 'unknown', because: `${word.said}: it was told not to look into its store` });
    case 'miss':
    case 'stored':
    case 'not-stored':
      return asked(word, read);
    case 'hit':
      return seen(inStore(looked, read, word));
    default:
      return seen(isOfStore(looked.status) ? inStore(looked, read, undefined) : strange(looked));
  }
}

function seen(sighting: Sighting): Sight {
  return { sighting, hasFetched: false };
}

function notInStore({ nowMs, freshUntilMs }: Looked, read: Read): Sighting {
  const told = toldByAbsence(read);
  switch (told?.state) {
    case 'unknown':
      return { state: 'unknown', because: told.said };
    case 'expired':
      return { state: 'expired', because: `${told.said}: its copy has expired` };
    case 'absent':
      return { state: 'absent', because: `${told.said}: only-if-cached found nothing in store` };
    default:
  }
  if (freshUntilMs === undefined || freshUntilMs > nowMs)
    return { state: 'absent', because: 'only-if-cached found nothing in store that is fresh' };
  return { state: 'expired', because: `only-if-cached found nothing in store that is fresh; ${wasFreshUntil(freshUntilMs)}` };
}

export function wasFreshUntil(freshUntilMs: number): string {
  const isDate = Math.abs(freshUntilMs) <= 8.64e15;
  return `what was fetched last was fresh until ${isDate ? `${new Date(freshUntilMs).toISOString().slice(0, 19)}Z` : 'some time ago'}`;
}

function inStore(looked: Looked, read: Read, word: Word | undefined): Sighting {
  const left = remaining(read, word ?? { is: 'hit', said: '' });
  const said = word?.said ?? 'only-if-cached was answered from store';
  const over = ranOut(read, word, left);
  if (over !== undefined)
    return stored(looked, read, 'expired', `${said}, with Age: ${ageS(read.facts)} and ${over.source}: it has expired`);
  const freshForS = exactly(left, looked);
  const because =
    left?.isBound === true && left.seconds > 0 && freshForS === undefined
      ? `${said}; fresh for ${left.seconds} s at most, since the node does not tell how old its copy is`
      : said;
  return { ...stored(looked, read, 'fresh', because), ...(freshForS !== undefined && { freshForS }) };
}

/** Where the cache does not tell, what is known of the fetch may. */
function exactly(left: Remaining | undefined, { freshUntilMs, nowMs }: Looked): number | undefined {
  // A hit that its headers don't bear out is one by the cache's configuration.
  if (left !== undefined && left.seconds <= 0) return undefined;
  if (left !== undefined && !left.isBound) return left.seconds;
  const knownS = freshUntilMs === undefined || freshUntilMs <= nowMs ? undefined : Math.floor((freshUntilMs - nowMs) / 1000);
  // Beyond what the cache can have, it is of another copy.
  return knownS === undefined || (left !== undefined && knownS > left.seconds) ? undefined : knownS;
}

function stored({ headers, status }: Looked, { kind }: Read, state: 'fresh' | 'expired', because: string): Sighting {
  return { state, because, ...detailsOf(status, headers, kind !== 'nginx') };
}

function asked({ said }: Word, { kind }: Read): Sight {
  const sighting = { state: 'unknown', because: `${said}: it asked its origin, which only-if-cached forbids` } as const;
  // These two know it as they come. What they asked for is a copy that has expired since it was looked up.
  return { sighting, hasFetched: kind !== 'trafficserver' && kind !== 'squid' };
}

/** Statuses that are those of stored responses, where the cache does not say so itself. */
function isOfStore(status: number): boolean {
  return (status >= 200 && status < 400) || status === 404 || status === 410;
}

function strange({ status }: Looked): Sighting {
  return { state: 'unknown', because: `the node answered HEAD with status ${status}` };
}
