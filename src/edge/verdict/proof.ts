import type { EdgeHeaders } from '../headers.ts';
import { validatorOf } from '../purge/validator.ts';
import { ageS, linesOf } from './facts.ts';
import { readAs, wordOf, type Exchanged, type Judged } from './judge.ts';
import { ranOut, remaining } from './remaining.ts';

/** What came of the GET. */
export type Fetched = {
  readonly status: number;
  /** Body bytes as they came. */
  readonly bodyBytes: number;
  /** ETag or Last-Modified; undefined: the origin gives none. */
  readonly validator: string | undefined;
  readonly judged: Judged & { readonly unwarmed?: readonly string[] };
};

/** HEAD with only-if-cached and the same headers, sent to a node that answers it from its store alone. */
export type Probed = Exchanged;

/** `absent`, `unfinished`: asked too early perhaps, since caches finish storing after the last byte. */
export type Proof = Judged | 'absent' | 'unfinished';

/** What the probe's answer makes of the GET's verdict. Only a copy of what was fetched is a proof. */
export function prove(fetched: Fetched, probed: Probed): Proof {
  const { status, headers } = probed;
  if (status === 504) return 'absent';
  if (status !== fetched.status) return unknown(`the probe was answered with status ${status}, the GET with ${fetched.status}`);
  const read = readAs(probed);
  const word = wordOf(probed, read);
  if (word?.is === 'joined') return 'unfinished';
  if (word !== undefined && word.is !== 'hit') return unknown(`the probe was not answered from a fresh copy in store: ${word.said}`);
  const over = ranOut(read, word, remaining(read, word));
  if (over !== undefined) return unknown(`what is stored has expired: Age: ${ageS(read.facts)} with ${over.source}`);
  const difference = differenceOf(fetched, headers);
  if (difference !== undefined) return unknown(`what is stored is not what was fetched: ${difference}`);
  return { verdict: 'hit-proven', because: `${word === undefined ? '' : `${word.said}; `}only-if-cached was answered from store` };
}

/** The object could be asked for, and was not there, also after a while. */
export function notStored({ judged }: Fetched): Judged {
  const found = 'only-if-cached found nothing in store';
  if (judged.verdict === 'uncacheable') return { ...judged, because: `${judged.because}; ${found}` };
  return {
    verdict: 'uncacheable',
    because: `${found}, though ${judged.because}: something else keeps this cache from storing it, such as its configuration or the object's size`,
  };
}

/** RFC 9110, 8.8: a HEAD tells length and validator of what a GET would get. What either does not tell can't differ. */
function differenceOf({ bodyBytes, validator }: Fetched, headers: EdgeHeaders): string | undefined {
  const [length = ''] = linesOf(headers, 'content-length');
  if (/^\d+$/.test(length) && Number(length) !== bodyBytes) return `${length} bytes, not ${bodyBytes}`;
  const stored = validatorOf(headers);
  if (stored !== undefined && validator !== undefined && stored !== validator) return `validator ${short(stored)}, not ${short(validator)}`;
  return undefined;
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function unknown(because: string): Judged {
  return { verdict: 'unknown', because };
}
