/** Kinds that are told apart; a hostile manifest could have any number. */
const toldApart = 16;
const others = 'others';

/** Counts by kind; beyond a number of kinds the rest is one. */
export class Tally {
  readonly counts = new Map<string, number>();

  add(what: string, count = 1): void {
    const key = this.counts.has(what) || this.counts.size < toldApart ? what : others;
    this.counts.set(key, (this.counts.get(key) ?? 0) + count);
  }
}

/** Texts, each once; beyond a number of them the rest are a count. */
export class Texts {
  readonly #texts = new Set<string>();
  #more = 0;

  add(text: string): void {
    if (this.#texts.has(text)) return;
    if (this.#texts.size < toldApart) this.#texts.add(text);
    else this.#more += 1;
  }

  get all(): readonly string[] {
    return this.#more === 0 ? [...this.#texts] : [...this.#texts, `and ${this.#more} more`];
  }
}
