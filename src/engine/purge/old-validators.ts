import type { Clock } from '../clock.ts';
import { afterScheme } from './cover.ts';

const maxUrls = 10_000;
const maxPerUrl = 32;
/** A warm-up that is fenced follows its purge at once. */
const keepMs = 10 * 60_000;

type Remembered = { sinceMs: number; readonly validators: Set<string> };

/** The validators that URLs had before a purge, on whichever node: what the fence knows an old body by. */
export class OldValidators {
  readonly #clock: Clock;
  /** In the order in which they were last seen. */
  readonly #byUrl = new Map<string, Remembered>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(url: string, validator: string): void {
    const key = afterScheme(url);
    const known = this.#byUrl.get(key);
    const remembered = known !== undefined && this.#isFresh(known) ? known : { sinceMs: 0, validators: new Set<string>() };
    remembered.sinceMs = this.#clock.nowMs();
    if (remembered.validators.size < maxPerUrl) remembered.validators.add(validator);
    this.#byUrl.delete(key);
    this.#byUrl.set(key, remembered);
    for (const [oldest, { sinceMs }] of this.#byUrl) {
      if (this.#byUrl.size <= maxUrls && this.#clock.nowMs() - sinceMs < keepMs) break;
      this.#byUrl.delete(oldest);
    }
  }

  has(url: string, validator: string): boolean {
    const known = this.#byUrl.get(afterScheme(url));
    return known !== undefined && this.#isFresh(known) && known.validators.has(validator);
  }

  #isFresh({ sinceMs }: Remembered): boolean {
    return this.#clock.nowMs() - sinceMs < keepMs;
  }
}
