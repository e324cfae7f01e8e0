import type { Answer } from '../../../../src/client/index.ts';

type Node = Answer<'ExplainUcdnUrl'>['NodeList'][number];

/** One variant on one node: a column of the comparison. */
export type Copy = { node: Node; variant: Node['VariantList'][number] };

export function copiesOf(nodes: readonly Node[]): Copy[] {
  return nodes.flatMap((node) => node.VariantList.map((variant) => ({ node, variant })));
}

/** Whether a facet is not the same in all copies that have it, or not in all of them. */
export function differs(values: readonly (string | number | undefined)[]): boolean {
  return new Set(values).size > 1;
}
