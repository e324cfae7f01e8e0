import type { Layer, PlannedDomain, Variant } from '../tasks/plan.ts';
import { distinct, withHeaders, type RequestHeader } from '../tasks/requestheader.ts';
import type { Catalog } from './catalog.ts';
import type { ControlDomain } from './options.ts';
import { Refusal } from './refusal.ts';

/** A part of the nodes of each domain: those for which all that is given holds. */
export type NodeSelection = { readonly names?: readonly string[]; readonly region?: string; readonly layer?: Layer };

export type Narrowing = { readonly selection?: NodeSelection; readonly headers?: readonly RequestHeader[] };

/** `isAside`: other than the domain as it is configured (PlannedDomain). */
export type NarrowedDomain = ControlDomain & Pick<PlannedDomain, 'isAside'>;

/**
 * A domain as a submit wants it: with a part of its nodes, which may be none, and in variants with its headers. A refresh
 * takes away the domain's own variants as well: what is stored under them is the URL too.
 */
export function narrowed(
  catalog: Catalog,
  domain: ControlDomain,
  { selection, headers = [] }: Narrowing,
  isRefresh: boolean,
): NarrowedDomain {
  const nodes = selection === undefined ? domain.nodes : domain.nodes.filter((name) => isSelected(catalog, name, selection));
  const variants = headers.length > 0 ? variantsOf(domain.variants, headers, isRefresh) : domain.variants;
  const isAside = nodes.length < domain.nodes.length || lacksSome(domain.variants, variants);
  return { ...domain, nodes, variants, ...(isAside && { isAside }) };
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

/** More variants are no less of the domain. */
function lacksSome(own: readonly Variant[], wanted: readonly Variant[]): boolean {
  const there = new Set(wanted.map(textOf));
  return own.some((variant) => !there.has(textOf(variant)));
}

/** The names of headers have no case, and no order. */
function textOf(variant: Variant): string {
  return JSON.stringify(
    Object.entries(variant)
      .map(([name, value]) => [name.toLowerCase(), value])
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

function variantsOf(own: readonly Variant[], headers: readonly RequestHeader[], isRefresh: boolean): Variant[] {
  const headed = withHeaders(own, headers);
  return isRefresh ? distinct([...own, ...headed]) : headed;
}
