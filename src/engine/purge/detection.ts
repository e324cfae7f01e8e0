import { randomUUID } from 'node:crypto';
import { identify } from '../../edge/identify.ts';
import { helloPath, isHonoured } from '../../edge/purge/only-if-cached.ts';
import type { CacheName } from '../../edge/purge/procedures.ts';
import type { Scheme } from '../../tasks/url.ts';
import type { Clock } from '../clock.ts';
import type { EngineNode } from '../options.ts';
import type { Reply } from './asking.ts';
import type { Message } from './talk.ts';

export type Detected = { readonly cache: CacheName | undefined; readonly mayProbe: boolean };

/** `isSure`: it answered, so that need not be asked again soon. */
type Learnt = { readonly detected: Detected; readonly isSure: boolean };

type Say = (message: Message) => Promise<Reply>;

const keepMs = 10 * 60_000;
/** A node that ignores only-if-cached asks its origin, which may be slow; a purge must not wait long for that. */
const helloMs = 5000;

/**
 * What a node is, and whether it may be probed, where the configuration leaves that to us. It is learnt
 * from a path that nobody stores, for each host apart: a node may treat one as it does not treat another.
 */
export class Detection {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly sinceMs: number; readonly learnt: Promise<Learnt> }>();
  /** When PURGE was last seen to delete something. */
  readonly #provenMs = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  forget(): void {
    this.#known.clear();
    this.#provenMs.clear();
  }

  isProven(host: string): boolean {
    return this.#isFresh(this.#provenMs.get(host));
  }

  prove(host: string): void {
    this.#provenMs.set(host, this.#clock.nowMs());
  }

  /** `say` is that of whoever asks first; who asks meanwhile waits for the same answer. */
  async detect(node: EngineNode, scheme: Scheme, host: string, say: Say): Promise<Detected> {
    const { cache, onlyIfCached } = node;
    if (cache !== 'auto' && onlyIfCached !== 'auto') return { cache, mayProbe: onlyIfCached };
    const key = `${scheme}://${host}`;
    const known = this.#known.get(key);
    if (known !== undefined && this.#isFresh(known.sinceMs)) {
      try {
        return (await known.learnt).detected;
      } catch {
        // Whoever asked gave up; that is no answer for us.
      }
    }
    const learnt = learn(node, scheme, host, say);
    this.#known.set(key, { sinceMs: this.#clock.nowMs(), learnt });
    try {
      const { detected, isSure } = await learnt;
      if (!isSure) this.#known.delete(key);
      return detected;
    } catch (error) {
      this.#known.delete(key);
      throw error;
    }
  }

  #isFresh(sinceMs: number | undefined): boolean {
    return sinceMs !== undefined && this.#clock.nowMs() - sinceMs < keepMs;
  }
}

async function learn({ cache, onlyIfCached }: EngineNode, scheme: Scheme, host: string, say: Say): Promise<Learnt> {
  const head = { method: 'HEAD', at: 'node', patienceMs: helloMs, scheme, host, path: helloPath(randomUUID()) } as const;
  const asked = await say({ ...head, headers: { 'Cache-Control': 'only-if-cached' } });
  const named = cache === 'auto' ? identify(asked.headers) : cache;
  if (onlyIfCached !== 'auto') return { detected: { cache: named, mayProbe: onlyIfCached }, isSure: asked.status !== undefined };
  if (asked.status !== 504) return { detected: { cache: named, mayProbe: false }, isSure: asked.status !== undefined };
  const plain = await say(head);
  return { detected: { cache: named, mayProbe: isHonoured(asked, plain) }, isSure: plain.status !== undefined };
}
