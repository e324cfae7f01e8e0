import type { Layer, Plan, PlannedDomain } from './plan.ts';
import type { Step } from './steps.ts';

/** The node through which an object enters a layer of a domain that staggers. By the URL's id, so that the nodes share the work. */
export function firstNodeOf(plan: Plan, domain: PlannedDomain, layer: Layer, urlId: number): number | undefined {
  const nodes = domain.nodes.filter((place) => plan.nodes[place]?.layer === layer);
  return nodes[urlId % nodes.length];
}

/**
 * Whether a node is to do a URL within this step, if it has not ended with it before. What does not stagger is done in
 * the first part; in the second everything is that is left, but not by the first node: should it still be at it, the others
 * went on without it.
 */
export function isDueIn({ layer, part }: Step, plan: Plan, domain: PlannedDomain, nodeIndex: number, urlId: number): boolean {
  if (part === undefined) return true;
  if (domain.stagger !== true) return part === 'first';
  return (firstNodeOf(plan, domain, layer, urlId) === nodeIndex) === (part === 'first');
}
