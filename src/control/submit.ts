import type { NewUrl, Store, Submitted } from '../store/store.ts';
import type { Plan } from '../tasks/plan.ts';
import type { TargetUrl } from '../tasks/url.ts';
import type { Catalog } from './catalog.ts';
import type { SubmitRequest } from './control.ts';
import { servesScheme, type ControlDomain } from './options.ts';
import { Refusal } from './refusal.ts';

/** Plans a prefetch and stores it. The promise resolves once the task is durable; a Refusal stores nothing. */
export async function submitPrefetch(
  { store, catalog, taskId, nowMs }: { store: Store; catalog: Catalog; taskId: string; nowMs: number },
  { project, by, urls, repeat }: SubmitRequest,
): Promise<Submitted> {
  const { plan, lines } = planned(catalog, project, urls);
  const open = await store.countOpenUrls();
  if (open + lines.length > catalog.options.queuedUrls) {
    throw new Refusal(
      'queue_full',
      `${open} URLs are unfinished, and ${lines.length} more would pass limits.queuedUrls (${catalog.options.queuedUrls}): submit again when some have ended`,
    );
  }
  return store.submit({ taskId, project, kind: 'prefetch', createdAtMs: nowMs, submittedBy: by, plan, urls: lines }, repeat);
}

function planned(catalog: Catalog, project: string, urls: readonly TargetUrl[]): { plan: Plan; lines: NewUrl[] } {
  const places = new Map<string, number>();
  const chosen: ControlDomain[] = [];
  const served = new Set<string>();
  const firstLines = new Map<string, number>();
  const lines = urls.map((target, line): NewUrl => {
    let place = places.get(target.host);
    if (place === undefined) {
      place = chosen.length;
      chosen.push(usableDomain(catalog.domain(target.host), project, target.host, line));
      places.set(target.host, place);
    }
    const schemeKey = `${target.scheme} ${target.host}`;
    if (!served.has(schemeKey)) {
      refuseUnservedScheme(catalog, chosen[place], target, line);
      served.add(schemeKey);
    }
    const sameAs = firstLines.get(target.url);
    if (sameAs === undefined) firstLines.set(target.url, line);
    return { text: target.text, domain: place, ...(sameAs !== undefined && { sameAs }) };
  });
  return { plan: planOf(catalog, chosen), lines };
}

function usableDomain(domain: ControlDomain | undefined, project: string, host: string, line: number): ControlDomain {
  // Another project's domain reads exactly as an unknown one: nobody learns what others have.
  if (domain === undefined || domain.project !== project) {
    throw new Refusal('domain_unknown', `UrlList.${line}: ${host} is no domain of project ${project}`);
  }
  if (!domain.prefetch) {
    throw new Refusal('prefetch_disabled', `UrlList.${line}: prefetch is switched off for ${host} (domains: prefetch: false)`);
  }
  if (domain.nodes.length === 0) {
    throw new Refusal('domain_without_nodes', `UrlList.${line}: ${host} has no node to be pulled through (domains: nodes)`);
  }
  return domain;
}

function refuseUnservedScheme(catalog: Catalog, domain: ControlDomain | undefined, { scheme, host }: TargetUrl, line: number): void {
  const without = domain?.nodes.filter((name) => {
    const node = catalog.node(name);
    return node !== undefined && !servesScheme(node, scheme);
  });
  if (without === undefined || without.length === 0) return;
  throw new Refusal(
    'scheme_not_served',
    `UrlList.${line}: ${scheme}:// of ${host} is not served by node ${without.join(', ')}: it needs an address for ${scheme} (addresses: { ${scheme}: … }) or sharedSchemes: true`,
  );
}

function planOf(catalog: Catalog, domains: readonly ControlDomain[]): Plan {
  const places = new Map<string, number>();
  const planned = domains.map(({ name, nodes: names, variants }) => ({
    name,
    variants,
    nodes: names.map((node) => {
      const place = places.get(node) ?? places.size;
      places.set(node, place);
      return place;
    }),
  }));
  return { nodes: [...places.keys()].map((name) => ({ name, layer: catalog.node(name)?.layer ?? 'edge' })), domains: planned };
}
