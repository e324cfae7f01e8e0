import type { Catalog } from '../catalog.ts';
import type { Owed, TaskSpan } from '../owed.ts';

export type MissedWorkParts = { readonly purgesOwed: Owed; readonly pullsOwed: Owed; readonly catalog: () => Catalog };

const none: TaskSpan = { after: Infinity, upTo: 0 };

/** Tasks that were submitted while a node was away and are still under way: what it missed and is in no replay. */
export class MissedWork {
  readonly #node: string;
  readonly #parts: MissedWorkParts;
  #purges = none;
  #pulls = none;

  constructor(node: string, parts: MissedWorkParts) {
    this.#node = node;
    this.#parts = parts;
  }

  /** Called again and again while it is there: the first that it is asked for in vain is what tells that it is not. */
  isThere(): void {
    this.#pulls = { after: this.#parts.pullsOwed.latest, upTo: 0 };
  }

  isBack(): void {
    const { purgesOwed, pullsOwed } = this.#parts;
    this.#purges = { after: 0, upTo: purgesOwed.latest };
    // From when on is not known after a start of forewarm: then none is taken to be missed.
    this.#pulls = { ...this.#pulls, upTo: pullsOwed.latest };
  }

  get hasPurges(): boolean {
    return this.#parts.purgesOwed.owes(this.#node, this.#purges);
  }

  /** Of domains that say what is to be kept warm. */
  get hasPulls(): boolean {
    const isKept = (domain: string) => this.#parts.catalog().domain(domain)?.keepWarm !== undefined;
    return this.#parts.pullsOwed.owes(this.#node, this.#pulls, isKept);
  }
}
