import type { NewTask } from '../store/store.ts';
import type { Catalog } from './catalog.ts';
import type { DryRun, DryRunNode, RefreshRequest, SubmitRequest } from './control.ts';
import { refuseBeyondLimits } from './limits.ts';
import type { Sizes } from './sizes/sizes.ts';
import { newTask, type SubmitParts } from './submit.ts';

/**
 * What a submit would do, by node in the plan's order. Refused as the submit would be at this moment, but for what is
 * counted by key; nothing is stored or counted. With sizes where `sizes` is given.
 */
export async function dryRun(parts: SubmitParts, request: SubmitRequest | RefreshRequest, sizes?: Sizes): Promise<DryRun> {
  const { store, catalog }: { store: SubmitParts['store']; catalog: Catalog } = parts;
  const task = newTask(parts, request, 'order' in request ? request.order : undefined);
  await refuseBeyondLimits({ store, catalog }, task);
  const nodes = countedByNode(task);
  return sizes === undefined ? { nodes } : sizes.of(task, nodes);
}

function countedByNode({ plan, urls }: NewTask): DryRunNode[] {
  const byNode = plan.nodes.map(({ name, layer }) => ({ node: name, layer, urls: 0, objects: 0 }));
  for (const { domain, sameAs } of urls) {
    const planned = sameAs === undefined ? plan.domains[domain] : undefined;
    for (const place of planned?.nodes ?? []) {
      const node = byNode[place];
      if (node === undefined || planned === undefined) continue;
      node.urls += 1;
      node.objects += planned.variants.length;
    }
  }
  return byNode.filter((node) => node.urls > 0);
}
