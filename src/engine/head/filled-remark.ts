import type { Filled } from '../answer.ts';

/** What is told of a pull whose node filled itself. */
export class FilledRemark {
  #provenBytes: number | undefined = 0;
  #count = 0;
  #isAllThere = true;

  note({ provenBytes, wasThere }: Filled): void {
    this.#count += 1;
    this.#provenBytes = provenBytes === undefined || this.#provenBytes === undefined ? undefined : this.#provenBytes + provenBytes;
    this.#isAllThere &&= wasThere;
  }

  /** Undefined: the body came to us. */
  get sentence(): string | undefined {
    if (this.#count === 0) return undefined;
    const proven = this.#provenBytes === undefined ? 'proven, of a size that the node does not tell' : `${this.#provenBytes} bytes proven`;
    return `${this.#isAllThere ? 'in the cache already' : 'filled by HEAD'}; ${proven}`;
  }
}
