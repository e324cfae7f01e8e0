import { randomUUID } from 'node:crypto';
import { identify } from '../../edge/identify.ts';
import { helloPath, isHonoured, tellsExpired } from '../../edge/purge/only-if-cached.ts';
import type { CacheName } from '../../edge/purge/procedures.ts';
import type { Scheme } from '../../tasks/url.ts';
import type { Clock } from '../clock.ts';
import type { EngineNode } from '../options.ts';
import type { Reply } from '../purge/asking.ts';
import type { Message } from '../purge/talk.ts';

export type Detected = {
  readonly cache: CacheName | undefined;
  readonly mayProbe: boolean;
  /** It has shown that it answers so for what has expired as well. */
  readonly answersExpired?: true;
  /** It did not answer, so this may be wrong. */
  readonly isUnsure?: true;
};

/** Whether it may be probed: for a purge, which goes by the cache's name as well; for what has just been stored; or for whatever it has. */
export type Wanted = 'for purges' | 'for proofs' | 'for looks';

type Say = (message: Message) => Promise<Reply>;
type Entry = { readonly sinceMs: number; readonly learning: Promise<Detected>; learnt?: Detected };

/** A node that may not be probed may only have been unable to reach its origin. */
const refusalMs = 10 * 60_000;
/** For how long it is believed what was made of a node that did not answer. */
const unsureMs = 5000;
/** As long as PURGE is believed. */
const provenMs = 10 * 60_000;
/** A node that ignores only-if-cached asks its origin, which may be slow; a purge must not wait long for that. */
const helloMs = 5000;

/**
 * What one node is, and whether it may be probed, where the configuration leaves that to us: for purges, proofs and
 * looks alike. It is learnt once from a path that nobody stores, for each host apart: a node may treat one as it does not
 * treat another.
 */
export class Detection {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  /** Since when a host is not probed, whatever was said or learnt of it. */
  readonly #distrustedMs = new Map<string, number>();
  /** When PURGE was last seen to delete something. */
  readonly #provenMs = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isProven(host: string): boolean {
    const sinceMs = this.#provenMs.get(host);
    return sinceMs !== undefined && this.#clock.nowMs() - sinceMs < provenMs;
  }

  prove(host: string): void {
    this.#provenMs.set(host, this.#clock.nowMs());
  }

  /** What is known without asking. */
  known(node: EngineNode, scheme: Scheme, host: string, wanted: Wanted): Detected | undefined {
    const distrustedMs = this.#distrustedMs.get(keyOf(scheme, host));
    if (distrustedMs !== undefined && this.#clock.nowMs() - distrustedMs < refusalMs) return { cache: namedBy(node), mayProbe: false };
    const said = saidOf(node, wanted);
    if (said !== undefined) return said;
    const entry = this.#entries.get(keyOf(scheme, host));
    if (entry?.learnt === undefined) return undefined;
    return this.#clock.nowMs() - entry.sinceMs < lastsMs(entry.learnt) ? entry.learnt : undefined;
  }

  /** `say` is that of whoever asks first; who asks meanwhile waits for the same answer. One that did not come is asked for again. */
  async detect(node: EngineNode, scheme: Scheme, host: string, wanted: Wanted, say: Say): Promise<Detected> {
    const known = this.known(node, scheme, host, wanted);
    if (known !== undefined && known.isUnsure !== true) return known;
    const key = keyOf(scheme, host);
    const running = this.#entries.get(key);
    if (running !== undefined && running.learnt === undefined) {
      try {
        return await running.learning;
      } catch {
        // Whoever asked gave up; that is no answer for us.
      }
    }
    const entry: Entry = { sinceMs: this.#clock.nowMs(), learning: learn(node, scheme, host, say) };
    this.#entries.set(key, entry);
    try {
      const learnt = await entry.learning;
      // From now on: an answer that did not come took its time.
      this.#replace(key, entry, { ...entry, sinceMs: this.#clock.nowMs(), learnt });
      return learnt;
    } catch (error) {
      this.#replace(key, entry, undefined);
      throw error;
    }
  }

  /** It was seen to fetch for a probe: it is not probed for a while. */
  distrust(scheme: Scheme, host: string): void {
    const key = keyOf(scheme, host);
    this.#distrustedMs.set(key, this.#clock.nowMs());
    this.#entries.delete(key);
  }

  #replace(key: string, old: Entry, entry: Entry | undefined): void {
    if (this.#entries.get(key) !== old) return;
    if (entry === undefined) this.#entries.delete(key);
    else this.#entries.set(key, entry);
  }
}

function keyOf(scheme: Scheme, host: string): string {
  return `${scheme}://${host}`;
}

/** Undefined: the configuration leaves it to us. */
function saidOf(node: EngineNode, wanted: Wanted): Detected | undefined {
  const { cache, onlyIfCached } = node;
  if (onlyIfCached === 'auto') return undefined;
  const said = { cache: namedBy(node), mayProbe: onlyIfCached };
  if (wanted === 'for purges') return cache === 'auto' ? undefined : said;
  if (!onlyIfCached) return said;
  return cache === 'auto' || (wanted === 'for looks' && cache === 'trafficserver') ? undefined : said;
}

function namedBy({ cache }: EngineNode): CacheName | undefined {
  return cache === 'auto' ? undefined : cache;
}

function lastsMs({ isUnsure, mayProbe }: Detected): number {
  if (isUnsure === true) return unsureMs;
  return mayProbe ? Infinity : refusalMs;
}

async function learn({ cache, onlyIfCached }: EngineNode, scheme: Scheme, host: string, say: Say): Promise<Detected> {
  const head = { method: 'HEAD', at: 'node', patienceMs: helloMs, scheme, host, path: helloPath(randomUUID()) } as const;
  const asked = await say({ ...head, headers: { 'Cache-Control': 'only-if-cached' } });
  const answersExpired: Pick<Detected, 'answersExpired'> = tellsExpired(asked) ? { answersExpired: true } : {};
  const known = { cache: cache === 'auto' ? identify(asked.headers) : cache, ...answersExpired };
  if (onlyIfCached !== 'auto') return { ...known, mayProbe: onlyIfCached, ...unless(asked) };
  if (asked.status !== 504) return { ...known, mayProbe: false, ...unless(asked) };
  const plain = await say(head);
  return { ...known, mayProbe: isHonoured(asked, plain), ...unless(plain) };
}

function unless({ status }: Reply): { isUnsure?: true } {
  return status === undefined ? { isUnsure: true } : {};
}
