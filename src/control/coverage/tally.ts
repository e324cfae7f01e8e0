import type { Sighting, SightingState } from '../../tasks/look.ts';
import type { PlannedNode, Variant } from '../../tasks/plan.ts';
import type { Coverage, NodeCoverage } from '../control.ts';

type Missing = Coverage['missing'][number];
type Counts = Record<SightingState, number>;
type Seen = Omit<NodeCoverage, 'counts' | 'unknownBecause'> & { readonly counts: Counts; unknownBecause?: string };

/** Entries of `missing` in one answer. */
export const maxMissing = 1000;

/** What was seen of a page of lines, summed by node. */
export class Tally {
  readonly #nodes: ReadonlyMap<string, Seen>;
  readonly #missing: Missing[] = [];
  #missingLeftOut = 0;

  constructor(nodes: readonly PlannedNode[]) {
    this.#nodes = new Map(nodes.map(({ name, layer }) => [name, { node: name, layer, counts: noCounts() }]));
  }

  add(url: string, node: string, variant: Variant, sighting: Sighting): void {
    const of = this.#nodes.get(node);
    if (of === undefined) return;
    const { state, because } = sighting;
    of.counts[state] += 1;
    if (state === 'unknown') of.unknownBecause ??= because;
    if (state !== 'expired' && state !== 'absent') return;
    if (this.#missing.length < maxMissing) this.#missing.push({ url, node, variant, sighting });
    else this.#missingLeftOut += 1;
  }

  get nodes(): NodeCoverage[] {
    return [...this.#nodes.values()];
  }

  get missing(): readonly Missing[] {
    return this.#missing;
  }

  get missingLeftOut(): number {
    return this.#missingLeftOut;
  }
}

function noCounts(): Counts {
  return { fresh: 0, expired: 0, absent: 0, unknown: 0 };
}
