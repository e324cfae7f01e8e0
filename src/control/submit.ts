import type { NewTask, NewUrl, Store, Submitted } from '../store/store.ts';
import type { RefreshOrder } from '../tasks/purge.ts';
import type { TargetUrl } from '../tasks/url.ts';
import type { Catalog } from './catalog.ts';
import type { RefreshRequest, SubmitRequest } from './control.ts';
import { storeWithinLimits } from './limits.ts';
import { narrowed, refuseUnknownNodes, type NarrowedDomain } from './narrowed.ts';
import { servesScheme, type ControlDomain } from './options.ts';
import { planOf, playlistDomains, playlistPlan, playlistRoomUrls } from './planning.ts';
import { Refusal } from './refusal.ts';

export type SubmitParts = { store: Store; catalog: Catalog; taskId: string; nowMs: number };

/** Plans a prefetch and stores it. The promise resolves once the task is durable; a Refusal stores nothing. */
export function submitPrefetch(parts: SubmitParts, request: SubmitRequest): Promise<Submitted> {
  return submit(parts, request, undefined);
}

/** The same for a refresh: it needs no domain that may be prefetched, unless it warms again what it has purged. */
export function submitRefresh(parts: SubmitParts, request: RefreshRequest): Promise<Submitted> {
  return submit(parts, request, request.order);
}

async function submit(parts: SubmitParts, request: SubmitRequest, refresh: RefreshOrder | undefined): Promise<Submitted> {
  return storeWithinLimits(parts, newTask(parts, request, refresh), request.repeat, request.dailyUrls);
}

/** The task that a submit makes, planned by the configuration as it is. Throws a Refusal. */
export function newTask({ catalog, taskId, nowMs }: SubmitParts, request: SubmitRequest, refresh: RefreshOrder | undefined): NewTask {
  const { project, by, audit, priority, comment, after, selection, manifests } = request;
  if (selection !== undefined) refuseUnknownNodes(catalog, project, selection);
  const narrow = (domain: ControlDomain) => narrowed(catalog, domain, request, refresh !== undefined);
  const { domains, lines } = planned(catalog, request, refresh === undefined || refresh.thenPrefetch, narrow);
  const kind = refresh === undefined ? 'prefetch' : 'refresh';
  const isPlaylists = refresh?.type === 'm3u8' || manifests !== undefined;
  const others = () => playlistDomains(catalog, project, kind).map(narrow);
  return {
    taskId,
    project,
    kind,
    createdAtMs: nowMs,
    submittedBy: by,
    plan: {
      ...(isPlaylists
        ? playlistPlan(
            catalog,
            domains,
            others().filter(({ nodes }) => nodes.length > 0),
          )
        : planOf(catalog, domains)),
      ...(manifests !== undefined && { manifests }),
    },
    urls: lines,
    ...(refresh !== undefined && { refresh }),
    ...(isPlaylists && { roomForUrls: playlistRoomUrls }),
    ...(audit !== undefined && { audit }),
    ...(priority !== undefined && { priority }),
    ...(comment !== undefined && { comment }),
    ...(after !== undefined && { after }),
  };
}

function planned(
  catalog: Catalog,
  { project, urls }: SubmitRequest,
  pulls: boolean,
  narrow: (domain: ControlDomain) => NarrowedDomain,
): { domains: NarrowedDomain[]; lines: NewUrl[] } {
  const places = new Map<string, number>();
  const chosen: NarrowedDomain[] = [];
  const served = new Set<string>();
  const firstLines = new Map<string, number>();
  const lines = urls.map((target, line): NewUrl => {
    let place = places.get(target.host);
    if (place === undefined) {
      place = chosen.length;
      const usable = usableDomain(catalog.domain(target.host), project, target.host, line, pulls);
      chosen.push(withNodes(narrow(usable), usable, line));
      places.set(target.host, place);
    }
    const schemeKey = `${target.scheme} ${target.host}`;
    if (pulls && !served.has(schemeKey)) {
      refuseUnservedScheme(catalog, chosen[place], target, line);
      served.add(schemeKey);
    }
    const sameAs = firstLines.get(target.url);
    if (sameAs === undefined) firstLines.set(target.url, line);
    return { text: target.text, domain: place, ...(sameAs !== undefined && { sameAs }) };
  });
  return { domains: chosen, lines };
}

function usableDomain(domain: ControlDomain | undefined, project: string, host: string, line: number, pulls: boolean): ControlDomain {
  // Another project's domain reads exactly as an unknown one: nobody learns what others have.
  if (domain === undefined || domain.project !== project) {
    throw new Refusal('domain_unknown', `${host} is no domain of project ${project}`, { line, subject: host });
  }
  if (pulls && !domain.prefetch) {
    throw new Refusal('prefetch_disabled', `prefetch is switched off for ${host} (domains: prefetch: false)`, { line, subject: host });
  }
  if (domain.nodes.length === 0) {
    throw new Refusal('domain_without_nodes', `${host} has no node to be pulled through (domains: nodes)`, { line, subject: host });
  }
  return domain;
}

function withNodes(narrowedTo: NarrowedDomain, { name, nodes }: ControlDomain, line: number): NarrowedDomain {
  if (narrowedTo.nodes.length > 0) return narrowedTo;
  const detail = `Nodes, NodeRegion and NodeLayer leave none of the nodes of ${name} (${nodes.join(', ')})`;
  throw new Refusal('domain_without_nodes', detail, { line, subject: name });
}

function refuseUnservedScheme(catalog: Catalog, domain: ControlDomain | undefined, { scheme, host }: TargetUrl, line: number): void {
  const without = domain?.nodes.filter((name) => {
    const node = catalog.node(name);
    return node !== undefined && !servesScheme(node, scheme);
  });
  if (without === undefined || without.length === 0) return;
  throw new Refusal(
    'scheme_not_served',
    `${scheme}:// of ${host} is not served by node ${without.join(', ')}: it needs an address for ${scheme} (addresses: { ${scheme}: … }) or sharedSchemes: true`,
    { line, subject: scheme },
  );
}
