import type { ManifestOrder } from './manifest.ts';

/** `mid` nodes (shields) come before `edge` nodes. */
export const layers = ['mid', 'edge'] as const;
export type Layer = (typeof layers)[number];

/** Request headers that make one cached object of its own out of a URL. `{}` is the plain one. */
export type Variant = Readonly<Record<string, string>>;

export type PlannedNode = { readonly name: string; readonly layer: Layer };

export type PlannedDomain = {
  /** Lower case. */
  readonly name: string;
  /** Places in `Plan.nodes`, never empty. */
  readonly nodes: readonly number[];
  readonly variants: readonly Variant[];
  /**
   * URLs of this entry are playlists, to be read once they are purged or pulled; what they name goes to the entries without
   * this mark, of which there is one for each domain of the project.
   */
  readonly playlists?: true;
  /** Within a layer one node pulls an object first, and the others once it has ended with it. */
  readonly stagger?: true;
  /**
   * For a part of the domain's nodes, or in variants that are not the domain's: what is done here changes nothing of what
   * the domain's nodes are to hold.
   */
  readonly isAside?: true;
};

/**
 * Which nodes a task pulls its URLs through, fixed when it is submitted:
 * a change of the configuration does not touch a running task.
 */
export type Plan = {
  readonly nodes: readonly PlannedNode[];
  readonly domains: readonly PlannedDomain[];
  /** Given for a prefetch that reads manifests: those of the entries marked `playlists`. */
  readonly manifests?: ManifestOrder;
};

/** The node through which a refresh reads a domain's playlists: its first shield, for that is purged first, else its first edge. */
export function readerOf(plan: Plan, domain: PlannedDomain): number | undefined {
  return domain.nodes.find((place) => plan.nodes[place]?.layer === 'mid') ?? domain.nodes[0];
}
