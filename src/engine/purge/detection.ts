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

type Learnt = { readonly sinceMs: number; readonly detected: Promise<Detected> };

type Say = (message: Message) => Promise<Reply>;

const keepMs = 10 * 60_000;

/**
 * What a node is, and whether it may be probed, where the configuration leaves that to us. It is learnt
 * from a path that nobody stores, for each host apart: a node may treat one as it does not treat another.
 */
export class Detection {
  readonly #clock: Clock;
  readonly #known = new Map<string, Learnt>();
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
        return await known.detected;
      } catch {
        // Whoever asked gave up; that is no answer for us.
      }
    }
    const detected = learn(node, scheme, host, say);
    this.#known.set(key, { sinceMs: this.#clock.nowMs(), detected });
    detected.catch(() => this.#known.delete(key));
    return await detected;
  }

  #isFresh(sinceMs: number | undefined): boolean {
    return sinceMs !== undefined && this.#clock.nowMs() - sinceMs < keepMs;
  }
}

async function learn({ cache, onlyIfCached }: EngineNode, scheme: Scheme, host: string, say: Say): Promise<Detected> {
  const head = { method: 'HEAD', at: 'node', scheme, host, path: helloPath(randomUUID()) } as const;
  const asked = await say({ ...head, headers: { 'Cache-Control': 'only-if-cached' } });
  const named = cache === 'auto' ? identify(asked.headers) : cache;
  if (onlyIfCached !== 'auto') return { cache: named, mayProbe: onlyIfCached };
  if (asked.status !== 504) return { cache: named, mayProbe: false };
  return { cache: named, mayProbe: isHonoured(asked, await say(head)) };
}
