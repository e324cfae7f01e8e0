import type { Layer, Variant } from '../tasks/plan.ts';
import { distinct, withHeaders, type RequestHeader } from '../tasks/requestheader.ts';
import type { Catalog } from './catalog.ts';
import type { ControlDomain } from './options.ts';
import { Refusal } from './refusal.ts';

/** A part of the nodes of each domain: those for which all that is given holds. */
export type NodeSelection = { readonly names?: readonly string[]; readonly region?: string; readonly layer?: Layer };

export type Narrowing = { readonly selection?: NodeSelection; readonly headers?: readonly RequestHeader[] };

/**
 * A domain as a submit wants it: with a part of its nodes, which may be none, and in variants with its headers. A refresh
 * takes away the domain's own variants as well: what is stored under them is the URL too.
 */
export function narrowed(
  catalog: Catalog,
  domain: ControlDomain,
  { selection, headers = [] }: Narrowing,
  isRefresh: boolean,
): ControlDomain {
  const nodes = selection === undefined ? domain.nodes : domain.nodes.filter((name) => isSelected(catalog, name, selection));
  return { ...domain, nodes, ...(headers.length > 0 && { variants: variantsOf(domain.variants, headers, isRefresh) }) };
}

/** Throws a Refusal that names a node which serves no domain of the project: such a one reads as one that is not there. */
export function refuseUnknownNodes(catalog: Catalog, project: string, { names = [] }: NodeSelection): void {
  const known = new Set(catalog.domainsOf(project).flatMap(({ nodes }) => nodes));
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new Refusal('node_unknown', `accepted in Nodes are nodes that serve domains of project ${project}`, { subject: unknown });
}

function isSelected(catalog: Catalog, name: string, { names, region, layer }: NodeSelection): boolean {
  const node = catalog.node(name);
  return (
    (names === undefined || names.includes(name)) &&
    (region === undefined || node?.region === region) &&
    (layer === undefined || node?.layer === layer)
  );
}

function variantsOf(own: readonly Variant[], headers: readonly RequestHeader[], isRefresh: boolean): Variant[] {
  const headed = withHeaders(own, headers);
  return isRefresh ? distinct([...own, ...headed]) : headed;
}
