import type { Judged } from '../../edge/verdict/judge.ts';
import { type Fetched, notStored, type Proof } from '../../edge/verdict/proof.ts';
import type { Verdict } from '../../tasks/verdict.ts';
import type { RetryOptions } from '../options.ts';
import type { Failure } from '../reason.ts';
import { retryDelay } from '../retry.ts';
import { shorten } from '../shorten.ts';

/** What was made of one variant's response, and headers that it varies by and nobody warms. */
export type Looked = Judged & { readonly unwarmed?: readonly string[] };

/** A variant's last word. `isEnough`: it counts as success. */
export type Conclusion = { readonly judged: Looked; readonly isEnough: boolean };

/** What came of a probe. */
type Probed = { readonly failure?: Failure; readonly proof?: Proof };

type Bounds = { readonly retry: RetryOptions; readonly leftMs: number; readonly random: () => number };

/** After a probe that found nothing, or nothing whole: caches finish storing after the last byte. */
const restsMs = [30, 200, 1000];

const badness: Readonly<Record<Verdict, number>> = { 'hit-proven': 0, 'stored-likely': 1, unknown: 2, uncacheable: 3 };

/** What is known of a pull's variants in its node's cache. */
export class Verification {
  #worst: Verdict | undefined;
  /** Why it can't be told, of the first variant that it can't be told of. */
  #doubt: string | undefined;
  readonly #unwarmed = new Set<string>();
  #fetched: Fetched | undefined;
  #rests = 0;
  #failures = 0;

  /** The variant that was fetched, while it is to be asked for. */
  get fetched(): Fetched | undefined {
    return this.#fetched;
  }

  get verdict(): Verdict | undefined {
    return this.#worst;
  }

  get doubt(): string | undefined {
    return this.#doubt;
  }

  /** For people, of a success; undefined where there is nothing to say. */
  get remark(): string | undefined {
    if (this.#unwarmed.size === 0) return undefined;
    return shorten(`varies by ${[...this.#unwarmed].join(', ')}, which no variant sets: with other values it is another object`);
  }

  toBeProved(fetched: Fetched): void {
    this.#fetched = fetched;
    this.#rests = 0;
    this.#failures = 0;
  }

  /** What was fetched does not count any more. */
  forget(): void {
    this.#fetched = undefined;
  }

  /** After how long the next probe is due, or what follows from this one. */
  afterProbe({ failure, proof }: Probed, { retry, leftMs, random }: Bounds): { readonly restMs: number } | Conclusion {
    if (failure !== undefined || proof === undefined) {
      this.#failures += 1;
      const again = retryDelay({ attempts: this.#failures, retryAfterMs: undefined, leftMs }, retry, random());
      if (failure?.passing === true && !('gaveUp' in again)) return { restMs: again.delayMs };
      return this.withoutProbe(`the probe failed: ${failure?.message ?? 'no answer'}`);
    }
    const { unwarmed = [] } = this.#fetched?.judged ?? {};
    if (typeof proof !== 'string') return { judged: { ...proof, unwarmed }, isEnough: proof.verdict === 'hit-proven' };
    const restMs = restsMs[this.#rests];
    this.#rests += 1;
    if (restMs !== undefined && restMs < leftMs) return { restMs };
    if (proof === 'unfinished' || this.#fetched === undefined) return this.withoutProbe('the cache was still storing it');
    return { judged: { ...notStored(this.#fetched), unwarmed }, isEnough: false };
  }

  /** What a response says itself is enough only where it says so of a hit. */
  withoutProbe(because: string): Conclusion {
    const judged = this.#fetched?.judged ?? { verdict: 'unknown', because: 'nothing was fetched' };
    if (judged.verdict === 'hit-proven') return { judged, isEnough: true };
    return { judged: { ...judged, because: `${judged.because}; ${because}` }, isEnough: false };
  }

  conclude({ judged: { verdict, because, unwarmed = [] }, isEnough }: Conclusion): void {
    this.#fetched = undefined;
    if (this.#worst === undefined || badness[verdict] > badness[this.#worst]) this.#worst = verdict;
    if (!isEnough) this.#doubt ??= because;
    for (const name of unwarmed) this.#unwarmed.add(name);
  }
}
