import type { Judged } from '../../edge/verdict/judge.ts';
import type { Fetched } from '../../edge/verdict/proof.ts';
import type { Verdict } from '../../tasks/verdict.ts';
import { shorten } from '../shorten.ts';

/** What was made of one variant's response, and headers that it varies by and nobody warms. */
export type Looked = Judged & { readonly unwarmed?: readonly string[] };

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
  failures = 0;

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
    this.failures = 0;
  }

  /** What was fetched does not count any more. */
  forget(): void {
    this.#fetched = undefined;
  }

  /** A probe came too early: how long to wait for the next one; undefined when it was the last. */
  nextRestMs(): number | undefined {
    const restMs = restsMs[this.#rests];
    this.#rests += 1;
    return restMs;
  }

  /** The variant's verdict. `isEnough`: it counts as success. */
  conclude({ verdict, because, unwarmed = [] }: Looked, isEnough: boolean): void {
    this.#fetched = undefined;
    if (this.#worst === undefined || badness[verdict] > badness[this.#worst]) this.#worst = verdict;
    if (!isEnough) this.#doubt ??= because;
    for (const name of unwarmed) this.#unwarmed.add(name);
  }
}
