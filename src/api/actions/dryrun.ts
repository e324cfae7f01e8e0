import type { DryRun, NodeSizes } from '../../control/control.ts';
import type { Answer } from '../../wire/actions.ts';

type Fields = Omit<Answer<'PrefetchNewUcdnDomainCache'>, 'TaskId'>;

/** What a submit would do, as its answer tells it. */
export function dryRunFields({ nodes, unaskedUrls }: DryRun): Fields {
  const DryRunList = nodes.map(({ node, layer, urls, objects, sizes }) => ({
    Node: node,
    Layer: layer,
    UrlCount: urls,
    ObjectCount: objects,
    ...(sizes !== undefined && sizeFields(sizes)),
  }));
  return { DryRunList, ...(unaskedUrls !== undefined && { UnaskedUrlCount: unaskedUrls }) };
}

function sizeFields({ bytes, unknownObjects, because }: NodeSizes) {
  return { SizeBytes: String(bytes), UnsizedCount: unknownObjects, ...(because !== undefined && { UnsizedBecause: because }) };
}
