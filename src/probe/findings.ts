import type { Sign } from '../edge/identify.ts';
import type { Judged } from '../edge/verdict/judge.ts';
import type { Word } from '../edge/verdict/word.ts';
import type { Answer } from './exchange.ts';
import type { TlsLook } from './tls.ts';

export type CacheName = Sign['cache'];

/** All that a probe has found out. */
export type Findings = {
  readonly reach: Reach;
  readonly cache: CacheFindings;
  readonly object: ObjectFindings;
  readonly asking: AskingFindings;
  /** Absent: it was not permitted. */
  readonly purge?: PurgeFindings;
  readonly conclusion: Conclusion;
  /** What goes under `nodes:`. */
  readonly entry: Entry;
  /** Sentences: what would make more of this node. */
  readonly advice: readonly string[];
  readonly requests: RequestCount;
};

export type Reach = {
  readonly httpVersion: string;
  readonly firstByteMs: number;
  readonly tls?: TlsLook;
  /** The address speaks one scheme, and the URL is of the other: told by X-Forwarded-Proto. */
  readonly isForwarded: boolean;
  /** The same stored object is found for URLs of the other scheme; absent: could not be asked. */
  readonly sharesSchemes?: boolean;
};

export type CacheFindings = {
  /** Absent: none shows, or more than one. */
  readonly name?: CacheName;
  /** The headers that show it; of several caches where several have spoken. */
  readonly signs: readonly Sign[];
};

/** One GET. */
export type Look = {
  readonly answer: Answer;
  /** What the node said of hit or miss. */
  readonly word?: Word;
  readonly judged: Judged;
};

export type ObjectFindings = {
  readonly first: Look;
  /** Absent: the body is too large, or it was cut off. */
  readonly second?: Look;
  /** By the rules that this cache follows, whatever it says of itself. */
  readonly rules: Judged;
  /** What it varies by beside the headers that were sent, in lower case. */
  readonly varies: readonly string[];
  /** It was stored before this probe; absent: could not be asked. */
  readonly wasStored?: boolean;
  /** only-if-cached after the GETs; absent: was not asked. */
  readonly proof?: Judged | 'absent' | 'unfinished';
};

export type AskingFindings = {
  /** `deaf`: it made a fetch of it. `untold`: its origin may be down, so that it can't be told. */
  readonly onlyIfCached: 'honoured' | 'deaf' | 'untold';
  /** It may be asked for objects that may have expired, too. */
  readonly mayAskForExpired: boolean;
  /** Status with only-if-cached, and without where that had to be asked. */
  readonly statuses: readonly number[];
  /** HEAD of the stored object; absent: it may not be there, so it was not asked. */
  readonly head?: { readonly isFromStore: boolean; readonly said: string };
  readonly pullHead: { readonly isPossible: boolean; readonly because: string };
};

export type PurgeFindings = {
  /** What PURGE answered: of the URL, and of what was never there. */
  readonly status: number;
  readonly nothingStatus: number;
  readonly gone: Gone;
  /** Slices of this size are what it stores. */
  readonly sliceBytes?: number;
  readonly ban?: { readonly status: number; readonly gone: Gone };
  /** Status of the GET that put it back. */
  readonly restoredStatus: number;
};

export type Gone = { readonly is: 'yes' | 'no' | 'unknown'; readonly because: string };

export type Conclusion = {
  readonly inCache: 'proven' | 'likely' | 'no' | 'unknown';
  readonly because: string;
};

export type RequestCount = {
  readonly sent: number;
  /** Of the URL: GETs that were not answered from store for certain. */
  readonly originUrlAtMost: number;
  /** Of the path that nobody stores. */
  readonly originOtherAtMost: number;
};

/** One node as forewarm.yaml has it, in the order in which it is best read. */
export type Entry = {
  readonly name: string;
  readonly address: string;
  readonly sharedSchemes?: true;
  readonly tls?: { readonly ca: string } | { readonly verify: false };
  readonly cache?: CacheName;
  readonly onlyIfCached?: true;
  readonly slice?: string;
  readonly purge?: { readonly method: 'PURGE'; readonly directory?: { readonly ban: { readonly method: 'BAN'; readonly header: string } } };
  /** Values are taken from the environment: they may be secrets. */
  readonly headers?: Readonly<Record<string, string>>;
};
