import type { Finding } from './finding.ts';

/** Counts what is not taken of one manifest, by what it is. */
export class LeftOut {
  readonly #counts = new Map<string, number>();

  add(what: string, count = 1): void {
    if (count > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
  }

  *findings(): Generator<Finding, void> {
    for (const [what, count] of this.#counts) yield { kind: 'leftOut', what, count };
  }
}
