import type { DryRunNode } from '../control.ts';
import { isKnown, type Size } from './size.ts';

type Sum = { bytes: number; objects: number; because?: string };

/** What is known of sizes, summed by node. */
export class SizeTally {
  readonly #counted: readonly DryRunNode[];
  readonly #sums: ReadonlyMap<string, Sum>;

  constructor(counted: readonly DryRunNode[]) {
    this.#counted = counted;
    this.#sums = new Map(counted.map(({ node }) => [node, { bytes: 0, objects: 0 }]));
  }

  add(node: string, size: Size): void {
    const sum = this.#sums.get(node);
    if (sum === undefined) return;
    if (!isKnown(size)) {
      sum.because ??= size.because;
      return;
    }
    sum.bytes += size.bytes;
    sum.objects += 1;
  }

  get nodes(): DryRunNode[] {
    return this.#counted.map((node) => {
      const { bytes = 0, objects = 0, because } = this.#sums.get(node.node) ?? {};
      const unknownObjects = node.objects - objects;
      return { ...node, sizes: { bytes, unknownObjects, ...(because !== undefined && { because }) } };
    });
  }
}
