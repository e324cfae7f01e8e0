import type { Out } from '../io.ts';

/**
 * A whole terminal that is written over and over: its alternate screen, so that what stood there before comes back as it was,
 * and a window that changes its size leaves no broken lines behind.
 */
export class LiveScreen {
  readonly #out: Out;
  #isOpen = false;

  constructor(out: Out) {
    this.#out = out;
  }

  /** Lines must fit. */
  show(lines: readonly string[]): void {
    const open = this.#isOpen ? '' : alternate + hideCursor;
    this.#isOpen = true;
    // Each line over the old one, then "erase to the end": nothing blinks.
    this.#out.write(`${open}${home}${lines.map((line) => `${line}${eraseLine}`).join('\n')}${eraseBelow}`);
  }

  close(): void {
    if (this.#isOpen) this.#out.write(showCursor + normal);
    this.#isOpen = false;
  }
}

// xterm's control sequences, which all emulators in use know.
const alternate = '\u001b[?1049h';
const normal = '\u001b[?1049l';
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const home = '\u001b[H';
const eraseLine = '\u001b[K';
const eraseBelow = '\u001b[J';
