import type { Owed } from '../owed.ts';

/**
 * What a cache has dropped last may be back after a power cut: Traffic Server, for one, writes its directory every minute.
 * Purges of that long before are replayed as well.
 */
const marginS = 120;
const everyMs = 60_000;

/** Up to when a node that is ready has forgotten all that it should. */
export class SyncPoint {
  readonly #node: string;
  readonly #owed: Owed;
  #mark: { readonly atMs: number; readonly owedUpTo: number } | undefined;
  #lastMs = 0;

  constructor(node: string, owed: Owed) {
    this.#node = node;
    this.#owed = owed;
  }

  restart(): void {
    this.#mark = undefined;
  }

  /** A moment up to which nothing is owed any more, now and then; otherwise undefined. */
  reached(nowMs: number): number | undefined {
    const mark = this.#mark;
    if (mark !== undefined && this.#owed.owes(this.#node, { after: 0, upTo: mark.owedUpTo })) return undefined;
    this.#mark = { atMs: nowMs, owedUpTo: this.#owed.latest };
    if (mark === undefined || mark.atMs - this.#lastMs < everyMs) return undefined;
    this.#lastMs = mark.atMs;
    return mark.atMs;
  }

  /** From when on purges are to be replayed, if the node has done all up to `atMs`. */
  safeS(atMs: number): number {
    return Math.max(0, Math.floor(atMs / 1000) - marginS);
  }
}
