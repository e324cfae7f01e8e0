import type { NewTask, Store } from '../../store/store.ts';
import { isUrlFault, parseTargetUrl } from '../../tasks/url.ts';
import type { Catalog } from '../catalog.ts';
import type { DryRun, DryRunNode } from '../control.ts';
import type { AskParts } from '../looks/asknode.ts';
import { Gate } from '../looks/gate.ts';
import { readHindrances } from '../looks/hindrances.ts';
import type { LookParts } from '../looks/lookparts.ts';
import { PlanLooks, type LookedAt, type Seen } from '../looks/planlooks.ts';
import { forgottenSize, freshSize, isKnown, type Size } from './size.ts';
import { SizeTally } from './sizetally.ts';

/** Orders out at once, over all callers together. */
const ordersAtOnce = 8;
/** For one order, its turn included. What begins in the last moment of `askingMs` ends well before the 30 s after which SDKs give up. */
const patienceMs = 7000;
/** After this nobody is asked any more. */
const askingMs = 10_000;
const maxUrls = 500;

/** How large the objects of a submit are that is only tried. Nodes are asked in ways that fill no cache; nothing is stored. */
export class Sizes {
  readonly #parts: LookParts;
  readonly #asking: AskParts;

  constructor(parts: LookParts) {
    this.#parts = parts;
    this.#asking = { queue: parts.queue, gate: new Gate(ordersAtOnce), patienceMs };
  }

  /** `counted`: what the nodes would do, without sizes. */
  async of(task: NewTask, counted: readonly DryRunNode[]): Promise<DryRun> {
    const { store, queue, nowMs } = this.#parts;
    const catalog = this.#parts.catalog();
    const untilMs = nowMs() + askingMs;
    const [objects, hindrances] = await Promise.all([objectsOf(store, task), readHindrances({ store, queue }, catalog)]);
    const looks = new PlanLooks(task.plan, hindrances, this.#asking);
    const origins = new OriginSizes(looks, catalog, task, () => nowMs() <= untilMs);
    const isPulled = task.refresh === undefined || task.refresh.thenPrefetch;
    const tally = new SizeTally(counted);
    let asked = 0;
    while (asked < Math.min(objects.length, maxUrls) && (asked === 0 || nowMs() <= untilMs)) {
      const window = objects.slice(asked, Math.min(maxUrls, asked + looks.window));
      const seen = await looks.ask(window);
      if (!isPulled) for (const { node, sighting } of seen) tally.add(node, forgottenSize(sighting));
      else for (const { node, size } of await pulledSizes(window, seen, origins)) tally.add(node, size);
      asked += window.length;
    }
    return { nodes: tally.nodes, unaskedUrls: objects.length - asked };
  }
}

/** The first lines that can be asked for, each with what is known of its freshness. */
async function objectsOf(store: Pick<Store, 'touch'>, { urls, refresh }: NewTask): Promise<LookedAt[]> {
  if (refresh !== undefined && refresh.type !== 'file') return [];
  const objects: LookedAt[] = [];
  for (const { text, sameAs } of urls) {
    const target = parseTargetUrl(text);
    if (sameAs !== undefined || isUrlFault(target)) continue;
    const { url, host: domain, scheme } = target;
    const untilS = objects.length < maxUrls ? (await store.touch(url, 'object'))?.freshUntilS : undefined;
    objects.push({ url, domain, scheme, ...(untilS !== undefined && { freshUntilMs: untilS * 1000 }) });
  }
  return objects;
}

/** What a node has not is as large as another node's fresh copy, else as its origin says. */
async function pulledSizes(
  window: readonly LookedAt[],
  seen: readonly Seen[],
  origins: OriginSizes,
): Promise<{ node: string; size: Size }[]> {
  const known = new Map<string, Size>();
  for (const each of seen) {
    const size = freshSize(each.sighting);
    if (isKnown(size) && !known.has(keyOf(each))) known.set(keyOf(each), size);
  }
  const lacking = new Set(seen.flatMap((each) => (known.has(keyOf(each)) ? [] : [each.url])));
  const told = await origins.ask(window.filter(({ url }) => lacking.has(url)));
  return seen.map((each) => {
    const own = freshSize(each.sighting);
    return { node: each.node, size: isKnown(own) ? own : (known.get(keyOf(each)) ?? told.get(keyOf(each)) ?? own) };
  });
}

/** Asks origins, through the nodes next to them: what stands behind other nodes might be filled. */
class OriginSizes {
  readonly #looks: PlanLooks;
  readonly #nextToOrigin: ReadonlyMap<string, readonly string[]>;
  readonly #mayAsk: () => boolean;

  constructor(looks: PlanLooks, catalog: Catalog, { plan }: NewTask, mayAsk: () => boolean) {
    this.#looks = looks;
    this.#mayAsk = mayAsk;
    this.#nextToOrigin = new Map(
      plan.domains.map(({ name, nodes }) => {
        const hasShields = catalog.domain(name)?.nodes.some((node) => catalog.node(node)?.layer === 'mid') === true;
        const planned = nodes.flatMap((place) => plan.nodes[place] ?? []);
        return [name, planned.filter(({ layer }) => layer === 'mid' || !hasShields).map((node) => node.name)];
      }),
    );
  }

  /** By `keyOf`; of what no node can be asked it is told why, if one was tried. */
  async ask(objects: readonly LookedAt[]): Promise<ReadonlyMap<string, Size>> {
    const told = new Map<string, Size>();
    const domains = [...Map.groupBy(objects, ({ domain }) => domain)];
    await Promise.all(domains.map(([domain, ofDomain]) => this.#askOf(domain, ofDomain, told)));
    return told;
  }

  /** One node after the other, so that the origin answers once. */
  async #askOf(domain: string, objects: readonly LookedAt[], told: Map<string, Size>): Promise<void> {
    let left = objects;
    for (const node of this.#nextToOrigin.get(domain) ?? []) {
      if (left.length === 0 || !this.#mayAsk()) return;
      const seen = await this.#looks.ask(left, { nodes: new Set([node]), asksOriginSize: true });
      const unknown = new Set<string>();
      for (const each of seen) {
        const { originSize } = each.sighting;
        const before = told.get(keyOf(each));
        if (originSize !== undefined && (before === undefined || 'bytes' in originSize)) told.set(keyOf(each), originSize);
        if (originSize === undefined || !isKnown(originSize)) unknown.add(each.url);
      }
      left = left.filter(({ url }) => unknown.has(url));
    }
  }
}

function keyOf({ url, variant }: Pick<Seen, 'url' | 'variant'>): string {
  return `${JSON.stringify(variant)} ${url}`;
}
