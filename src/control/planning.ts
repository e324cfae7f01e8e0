import type { Plan, PlannedDomain } from '../tasks/plan.ts';
import type { Catalog } from './catalog.ts';
import type { ControlDomain } from './options.ts';

/** The plan of a task whose URLs are of these domains, each at the place that it has here. */
export function planOf(catalog: Catalog, domains: readonly ControlDomain[]): Plan {
  return planned(catalog, domains, 0);
}

/** How many URLs the playlists of one task may name in all. */
export const playlistRoomUrls = 100_000;

/** The plan of a refresh of playlists: behind their own domains stands each domain of the project, for what they name. */
export function playlistPlan(catalog: Catalog, project: string, domains: readonly ControlDomain[]): Plan {
  const others = catalog.options.domains.filter((domain) => domain.project === project && domain.nodes.length > 0);
  return planned(catalog, [...domains, ...others], domains.length);
}

function planned(catalog: Catalog, domains: readonly ControlDomain[], playlistDomains: number): Plan {
  const places = new Map<string, number>();
  const plannedDomains = domains.map(({ name, nodes: names, variants, stagger }, index): PlannedDomain => {
    const nodes = names.map((node) => {
      const place = places.get(node) ?? places.size;
      places.set(node, place);
      return place;
    });
    return { name, variants, nodes, ...(index < playlistDomains && { playlists: true }), ...(stagger && { stagger: true }) };
  });
  return { nodes: [...places.keys()].map((name) => ({ name, layer: catalog.node(name)?.layer ?? 'edge' })), domains: plannedDomains };
}
