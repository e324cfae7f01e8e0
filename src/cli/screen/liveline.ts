import type { Out } from '../io.ts';

/** One line of a terminal that is written over and over. */
export class LiveLine {
  readonly #out: Out;
  #shown = false;

  constructor(out: Out) {
    this.#out = out;
  }

  show(line: string): void {
    // CR, the line, then "erase to the end": the old line never blinks.
    this.#out.write(`\r${line}\u001b[K`);
    this.#shown = true;
  }

  /** Takes the line away, so that other text can follow. */
  clear(): void {
    if (this.#shown) this.#out.write('\r\u001b[K');
    this.#shown = false;
  }
}
