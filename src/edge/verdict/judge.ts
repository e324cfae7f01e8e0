import type { Verdict } from '../../tasks/verdict.ts';
import type { EdgeHeaders } from '../headers.ts';
import { identify } from '../identify.ts';
import { anyCacheStorable } from './any-cache.ts';
import { ageS, Facts, linesOf } from './facts.ts';
import { nginxStorable, nginxWord } from './nginx.ts';
import { squidStorable, squidWord } from './squid.ts';
import { standardWord } from './standard.ts';
import type { Rule, Storable } from './storable.ts';
import { trafficserverStorable, trafficserverWord } from './trafficserver.ts';
import { varnishStorable, varnishWord } from './varnish.ts';
import type { Word } from './word.ts';

export type Judged = {
  readonly verdict: Verdict;
  /** A sentence for people without its full stop: the header or the rule that decides. */
  readonly because: string;
  /** Which rule decided; absent where the cache's own word did. */
  readonly rule?: Rule;
};

export type Exchanged = {
  readonly cache: 'nginx' | 'varnish' | 'trafficserver' | 'squid' | 'auto';
  /** All that was sent beside Host, those of the node as well; names in any case. */
  readonly request: Readonly<Record<string, string>>;
  readonly status: number;
  readonly headers: EdgeHeaders;
  /** When the response came, by our clock: milliseconds since 1970. */
  readonly nowMs: number;
  /** The node stores slices of this size, and speaks of the first one only. */
  readonly sliceBytes?: number | undefined;
};

type Rules = { readonly word: (facts: Facts) => Word | undefined; readonly storable: (facts: Facts) => Storable };

const rulesOf: Readonly<Record<'nginx' | 'varnish' | 'trafficserver' | 'squid', Rules>> = {
  nginx: { word: nginxWord, storable: nginxStorable },
  varnish: { word: varnishWord, storable: varnishStorable },
  trafficserver: { word: trafficserverWord, storable: trafficserverStorable },
  squid: { word: squidWord, storable: squidStorable },
};

/**
 * Whether a node has stored what it answered to a GET, so that the next visitor gets it without anybody being asked.
 * From this one answer: what the cache says of itself, and where it says nothing or can't be trusted the rules that
 * it follows as it comes. Its configuration may say otherwise; `verify: rehit` finds that out.
 */
export function judge(exchanged: Exchanged, read = readAs(exchanged)): Judged {
  const { facts, kind, rules, own } = read;
  // A hit is most often all that is to be said, and the rules take longer to ask.
  if (own?.is === 'hit' && kind !== 'squid') return byHit(own, exchanged);
  const storable = (rules?.storable ?? anyCacheStorable)(facts);
  if (own !== undefined) return own.is === 'hit' ? bySquidHit(own, storable, facts) : byWord(own, storable);
  const standard = standardWord(facts);
  if (standard?.is !== 'hit') return standard === undefined ? byRules(storable) : byWord(standard, storable);
  // It may be a shield's, handed on or even stored: what the rules forbid, it can't speak of.
  if (storable.is === 'refused') return unknown(`${standard.said}, yet ${storable.because}`, storable.rule);
  return byHit(standard, exchanged);
}

/** The surest word that a node said of its own part, as it is; undefined when it said nothing that we know. */
export function wordOf(exchanged: Exchanged, { facts, own } = readAs(exchanged)): Word | undefined {
  return own ?? standardWord(facts);
}

type Kind = keyof typeof rulesOf;

/** An exchange, by whose rules it is read, and the cache's own word; for those who ask several things about one. */
export type Read = {
  readonly facts: Facts;
  readonly kind: Kind | undefined;
  readonly rules: Rules | undefined;
  readonly own: Word | undefined;
};

export function readAs({ cache, status, headers, request, nowMs }: Exchanged): Read {
  const kind = cache === 'auto' ? identify(headers) : cache;
  const rules = kind === undefined ? undefined : rulesOf[kind];
  const facts = new Facts({ status, headers, request: lowerNames(request), nowMs });
  return { facts, kind, rules, own: rules?.word(facts) };
}

function byHit({ said }: Word, { headers, sliceBytes }: Exchanged): Judged {
  if (sliceBytes === undefined || lengthBytes(headers) <= sliceBytes) return { verdict: 'hit-proven', because: said };
  return { verdict: 'stored-likely', because: `${said}, which speaks of the first slice only` };
}

function byWord({ is, said }: Word, storable: Storable): Judged {
  switch (is) {
    case 'stale':
      return unknown(`${said}: it answered from an expired copy, and whether the next one is stored is not told`);
    case 'bypass':
      return unknown(`${said}: it was told not to use its store, and whether it stored the response is not told`);
    case 'not-stored':
      if (storable.is === 'refused') return byRules(storable);
      return { verdict: 'uncacheable', because: `${said}: it says that it stored nothing` };
    case 'stored':
      if (storable.is === 'unsure') return { verdict: 'stored-likely', because: `${said}: it says that it stored it` };
      return byRules(storable);
    default:
      return byRules(storable);
  }
}

/** Infinite where it is not told. */
function lengthBytes(headers: EdgeHeaders): number {
  const [length = ''] = linesOf(headers, 'content-length');
  return /^\d+$/.test(length) ? Number(length) : Infinity;
}

/** Squid says HIT also when the origin answered 304, but then the copy is as good as new; and the rules must let it be used again. */
function bySquidHit({ said }: Word, storable: Storable, facts: Facts): Judged {
  if (storable.is !== 'stored') return byRules(storable);
  if (ageS(facts) >= oldS) return { verdict: 'hit-proven', because: said };
  return { verdict: 'stored-likely', because: `${said}, which Squid says of a copy that the origin has just confirmed as well` };
}

/** Seconds after which a copy was not confirmed by the request that got it. */
const oldS = 2;

function byRules(storable: Storable): Judged {
  const { is, because } = storable;
  if (is === 'stored') return { verdict: 'stored-likely', because };
  return { verdict: is === 'refused' ? 'uncacheable' : 'unknown', because, rule: storable.rule };
}

function unknown(because: string, rule?: Rule): Judged {
  return { verdict: 'unknown', because, ...(rule !== undefined && { rule }) };
}

function lowerNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
