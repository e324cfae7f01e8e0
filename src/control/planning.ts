import type { TaskKind } from '../tasks/kind.ts';
import type { Plan, PlannedDomain } from '../tasks/plan.ts';
import type { Catalog } from './catalog.ts';
import type { NarrowedDomain } from './narrowed.ts';
import type { ControlDomain } from './options.ts';

/** The plan of a task whose URLs are of these domains, each at the place that it has here. */
export function planOf(catalog: Catalog, domains: readonly NarrowedDomain[]): Plan {
  return planned(catalog, domains, 0);
}

/** How many URLs the playlists of one task may name in all. */
export const playlistRoomUrls = 100_000;

/** The plan of a task that reads playlists: behind their own domains stands each domain of the project, for what they name. */
export function playlistPlan(catalog: Catalog, domains: readonly NarrowedDomain[], others: readonly NarrowedDomain[]): Plan {
  return planned(catalog, [...domains, ...others], domains.length);
}

/** The domains that what playlists name may be of: of a prefetch only those that may be prefetched. */
export function playlistDomains(catalog: Catalog, project: string, kind: TaskKind): ControlDomain[] {
  return catalog.domainsOf(project).filter(({ nodes, prefetch }) => nodes.length > 0 && (prefetch || kind === 'refresh'));
}

/** An entry of a plan; `placeOf` gives a node's place in it. */
function entryOf(
  { name, nodes, variants, stagger, isAside }: NarrowedDomain,
  placeOf: (node: string) => number,
  isPlaylists: boolean,
): PlannedDomain {
  return {
    name,
    variants,
    nodes: nodes.map((node) => placeOf(node)),
    ...(isPlaylists && { playlists: true }),
    ...(stagger && { stagger: true }),
    ...(isAside && { isAside }),
  };
}

function planned(catalog: Catalog, domains: readonly NarrowedDomain[], playlists: number): Plan {
  const places = new Map<string, number>();
  const placeOf = (node: string): number => {
    const place = places.get(node) ?? places.size;
    places.set(node, place);
    return place;
  };
  const entries = domains.map((domain, index) => entryOf(domain, placeOf, index < playlists));
  return { nodes: [...places.keys()].map((name) => ({ name, layer: catalog.node(name)?.layer ?? 'edge' })), domains: entries };
}
