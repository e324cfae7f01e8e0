import type { Look, LookOrder, LookUrl, Sighting } from '../../tasks/look.ts';
import type { Plan, Variant } from '../../tasks/plan.ts';
import type { Scheme } from '../../tasks/url.ts';
import { askNode, unknownLooks, type AskParts } from './asknode.ts';
import type { Hindrances } from './hindrances.ts';

/** An object of one of the plan's domains. */
export type LookedAt = LookUrl & { readonly domain: string; readonly scheme: Scheme };

/** One variant of one object on one node. */
export type Seen = { readonly url: string; readonly node: string; readonly variant: Variant; readonly sighting: Sighting };

/** Looks in one order. */
const looksPerOrder = 50;

type SchemeOrder = LookOrder & { readonly scheme: Scheme };

/** Asks the nodes of a plan what they have of its objects, for one caller. */
export class PlanLooks {
  readonly #plan: Plan;
  readonly #hindrances: Hindrances;
  readonly #asking: AskParts;
  /** Nodes that did not tell: one that hangs costs its patience once. */
  readonly #silent = new Map<string, string>();

  constructor(plan: Plan, hindrances: Hindrances, asking: AskParts) {
    this.#plan = plan;
    this.#hindrances = hindrances;
    this.#asking = asking;
  }

  /** Objects that are asked for together. */
  get window(): number {
    return Math.max(1, Math.floor(looksPerOrder / Math.max(...this.#plan.domains.map(({ variants }) => variants.length))));
  }

  /** By object in the order given, then by node. `only`: of these nodes, and for absent objects their origins' sizes too. */
  async ask(objects: readonly LookedAt[], only?: { nodes: ReadonlySet<string>; asksOriginSize: true }): Promise<Seen[]> {
    const orders = this.#ordersOf(objects).filter(({ node }) => only?.nodes.has(node) !== false);
    const looks = await Promise.all(orders.map((order) => this.#look({ ...order, ...(only && { asksOriginSize: only.asksOriginSize }) })));
    const told = orders.map((order, index) => ({ order, byUrl: new Map((looks[index] ?? []).map((look) => [look.url, look])) }));
    return objects.flatMap(({ url }) =>
      told.flatMap(({ order: { node, variants }, byUrl }) =>
        (byUrl.get(url)?.variants ?? []).map((sighting, place) => ({ url, node, variant: variants[place] ?? {}, sighting })),
      ),
    );
  }

  /** One for each node of each domain and scheme among the objects. */
  #ordersOf(objects: readonly LookedAt[]): SchemeOrder[] {
    const { domains, nodes } = this.#plan;
    return [...Map.groupBy(objects, ({ domain, scheme }) => `${scheme} ${domain}`).values()].flatMap((group) => {
      const [first] = group;
      const planned = domains.find(({ name }) => name === first?.domain);
      if (first === undefined || planned === undefined) return [];
      const urls = group.map(({ url, freshUntilMs }) => ({ url, ...(freshUntilMs !== undefined && { freshUntilMs }) }));
      const { name: domain, variants } = planned;
      const names = planned.nodes.flatMap((place) => nodes[place]?.name ?? []);
      return names.map((node) => ({ node, domain, variants, urls, scheme: first.scheme }));
    });
  }

  async #look({ scheme, ...order }: SchemeOrder): Promise<readonly Look[]> {
    const { node, domain } = order;
    const hindrance = this.#hindrances(node, domain, scheme) ?? this.#silent.get(node);
    if (hindrance !== undefined) return unknownLooks(order, hindrance);
    const { looks, silent } = await askNode(this.#asking, order);
    if (silent !== undefined) this.#silent.set(node, silent);
    return looks;
  }
}
