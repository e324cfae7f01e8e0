import { ageS, has, type Facts } from './facts.ts';
import { expiresLifetime, explicitLifetime, leadingDigits, type Lifetime, type Reading } from './freshness.ts';
import type { Read } from './judge.ts';
import { nginxMaxAge } from './nginx.ts';
import { squidLifetime } from './squid.ts';
import { trafficserverLifetime } from './trafficserver.ts';
import { varnishLifetime } from './varnish.ts';
import type { Word } from './word.ts';

/** For how much longer a cache uses what it answered with without asking its origin; 0: not any more. */
export type Remaining = {
  readonly seconds: number;
  /** The cache does not tell how old its copy is: it may be less. */
  readonly isBound: boolean;
  /** What says so: `Cache-Control: max-age=60`. */
  readonly source: string;
};

/** For a cache that does not show which one it is: as RFC 9111, 4.2.1, has it. */
const plainReading: Reading = { duplicates: 'first', seconds: ({ value }) => leadingDigits(value), badExpires: 'past' };

/** Of a response of 2xx, as the cache reads its lifetime. Undefined: nothing in it tells. `word`: what the cache said of its part. */
export function remaining({ facts, kind }: Read, word: Word | undefined): Remaining | undefined {
  if (word?.is === 'stale') return { seconds: 0, isBound: false, source: word.said };
  const isNew = word !== undefined && word.is !== 'hit';
  switch (kind) {
    case 'nginx':
      return ofNginx(facts, isNew);
    case 'varnish':
      return lessAge(varnishLifetime(facts), facts);
    case 'trafficserver':
      return lessAge(trafficserverLifetime(facts), facts);
    case 'squid':
      return lessAge(squidLifetime(facts), facts);
    default:
      return lessAge(explicitLifetime(facts, plainReading), facts, !isNew && !has(facts, 'age'));
  }
}

/**
 * By what a copy that was answered from store has expired, where the cache does not say so: Traffic Server calls an expired copy
 * a hit where it is told to look in its store alone. Others' configurations may rightly let a copy live longer than it says.
 */
export function ranOut({ kind }: Read, word: Word | undefined, left: Remaining | undefined): Remaining | undefined {
  const isTold = kind === undefined ? word !== undefined : kind !== 'trafficserver';
  return left?.seconds === 0 && !left.isBound && !isTold ? left : undefined;
}

/**
 * nginx hands on an Age of its origin's and sends none of its own, and counts from when it got the response. Its Date
 * is that of the answer, so that an Expires tells exactly what is left.
 */
function ofNginx(facts: Facts, isNew: boolean): Remaining | undefined {
  const maxAge = nginxMaxAge(facts);
  if (maxAge !== undefined) return { ...maxAge, isBound: !isNew };
  const expires = expiresLifetime(facts, 'past');
  return expires === undefined ? undefined : { ...expires, seconds: Math.max(0, expires.seconds), isBound: false };
}

function lessAge(lifetime: Lifetime | undefined, facts: Facts, isBound = false): Remaining | undefined {
  if (lifetime === undefined) return undefined;
  return { seconds: Math.max(0, lifetime.seconds - ageS(facts)), isBound, source: lifetime.source };
}
