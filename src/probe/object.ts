import { setTimeout as delay } from 'node:timers/promises';
import { validatorOf } from '../edge/purge/validator.ts';
import { judge, wordOf, type Exchanged } from '../edge/verdict/judge.ts';
import { prove, type Proof } from '../edge/verdict/proof.ts';
import { unsetVary } from '../edge/verdict/vary.ts';
import type { Answer } from './exchange.ts';
import type { CacheName, Look, ObjectFindings } from './findings.ts';
import { onlyIfCached, type Talk } from './talk.ts';

/** Caches finish storing a little after the last byte. */
const restMs = 300;
const proofTries = 5;

export type ObjectOptions = {
  /** Undefined: each answer is judged by what it shows itself. */
  readonly cache: CacheName | undefined;
  readonly mayAsk: boolean;
  /** And also where a copy may have expired: Traffic Server asks its origin for that, only-if-cached or not. */
  readonly mayAskForExpired: boolean;
  readonly signal: AbortSignal;
};

/** GETs the URL twice, and asks for it where that is harmless. */
export async function lookAtObject(talk: Talk, options: ObjectOptions): Promise<ObjectFindings> {
  const wasStored = options.mayAskForExpired ? await isStored(talk) : undefined;
  const { cache } = options;
  const first = await get(talk, cache);
  const { answer } = first;
  const known = {
    first,
    rules: judge(wordless(exchanged(answer, cache, talk))),
    varies: unsetVary(answer.headers, [talk.requestHeaders]),
    ...(wasStored !== undefined && { wasStored }),
  };
  if (answer.body !== 'whole' || answer.status >= 400) return known;
  await delay(restMs, undefined, { signal: options.signal });
  const second = await get(talk, cache);
  if (!options.mayAsk || second.answer.body !== 'whole' || (!options.mayAskForExpired && mayHaveExpired(second)))
    return { ...known, second };
  return { ...known, second, proof: await proof(talk, second, options) };
}

export async function get(talk: Talk, cache: CacheName | undefined): Promise<Look> {
  const answer = await talk.say({ method: 'GET', about: 'url' });
  const seen = exchanged(answer, cache, talk);
  const word = wordOf(seen);
  const judged = judge(seen);
  if (judged.verdict === 'hit-proven') talk.noteFromStore();
  return { answer, judged, ...(word !== undefined && { word }) };
}

/** A plain HEAD of what is known to be in store: whether it is answered from there as well. */
export async function headOfStored(talk: Talk, cache: CacheName | undefined): Promise<{ isFromStore: boolean; said: string }> {
  const answer = await talk.say({ method: 'HEAD', about: 'url' });
  const word = wordOf(exchanged(answer, cache, talk));
  const isFromStore = word === undefined || word.is === 'hit';
  if (isFromStore) talk.noteFromStore();
  return { isFromStore, said: word?.said ?? `status ${answer.status}` };
}

async function isStored(talk: Talk): Promise<boolean> {
  const { status } = await talk.say({ method: 'HEAD', about: 'url', headers: onlyIfCached, staysAtEdge: true });
  return status !== 504;
}

function mayHaveExpired({ judged: { verdict } }: Look): boolean {
  return verdict === 'uncacheable' || verdict === 'unknown';
}

async function proof(talk: Talk, { answer, judged }: Look, { cache, signal }: ObjectOptions): Promise<Proof> {
  const fetched = { status: answer.status, bodyBytes: answer.bodyBytes, validator: validatorOf(answer.headers), judged };
  for (let tries = 1; ; tries += 1) {
    const probed = await talk.say({ method: 'HEAD', about: 'url', headers: onlyIfCached, staysAtEdge: true });
    const found = prove(fetched, exchanged(probed, cache, talk));
    if (typeof found !== 'string' || tries === proofTries) return found;
    await delay(restMs, undefined, { signal });
  }
}

export function exchanged({ status, headers, nowMs }: Answer, cache: CacheName | undefined, talk: Talk): Exchanged {
  return { cache: cache ?? 'auto', request: talk.requestHeaders, status, headers, nowMs };
}

const words: ReadonlySet<string> = new Set(['x-cache-status', 'x-cache', 'x-varnish', 'via', 'cache-status']);

/** As if the cache had said nothing of itself, so that the rules decide. */
function wordless(seen: Exchanged): Exchanged {
  return { ...seen, headers: Object.fromEntries(Object.entries(seen.headers).filter(([name]) => !words.has(name))) };
}
