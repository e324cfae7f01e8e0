import { layers, type Layer, type Plan } from './plan.ts';
import type { RefreshOrder } from './purge.ts';

/** What a run goes through with all nodes of one layer, before it goes on. */
export type Step = {
  readonly does: 'pull' | 'purge';
  readonly layer: Layer;
  /** Places in `Plan.nodes`, never empty. */
  readonly nodes: readonly number[];
  /** Whether a success here is these nodes' outcome; otherwise more is to come for them. A failure always is. */
  readonly isLast: boolean;
  /** Of a layer in which domains stagger: the object's first node alone (stagger.ts), or then those that come after it. */
  readonly part?: 'first' | 'rest';
};

/**
 * The steps of a task, in order. Shields come before edges in each thing that is done: an edge must find its shield
 * filled, and must not refill itself from a shield that still has the old body.
 */
export function stepsOf(plan: Plan, refresh: RefreshOrder | undefined): Step[] {
  if (refresh === undefined) return pulls(plan);
  if (!refresh.thenPrefetch) return stepsThat('purge', plan, true);
  return [...stepsThat('purge', plan, false), ...pulls(plan)];
}

function pulls(plan: Plan): Step[] {
  return stepsThat('pull', plan, true).flatMap((step) => (staggers(plan, step.nodes) ? inParts(step) : [step]));
}

function stepsThat(does: Step['does'], plan: Plan, isLast: boolean): Step[] {
  return layers
    .map((layer) => ({ does, layer, isLast, nodes: plan.nodes.flatMap((node, index) => (node.layer === layer ? [index] : [])) }))
    .filter(({ nodes }) => nodes.length > 0);
}

/** One node alone has nobody to go before. */
function staggers({ domains }: Plan, layerNodes: readonly number[]): boolean {
  return domains.some(({ stagger, nodes }) => stagger === true && nodes.filter((place) => layerNodes.includes(place)).length > 1);
}

function inParts(step: Step): Step[] {
  return [
    { ...step, part: 'first' },
    { ...step, part: 'rest' },
  ];
}
