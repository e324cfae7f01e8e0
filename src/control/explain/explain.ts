import type { Sighting } from '../../tasks/look.ts';
import type { TargetUrl } from '../../tasks/url.ts';
import type { Catalog } from '../catalog.ts';
import type { Explanation, NodeExplanation } from '../control.ts';
import { askNode, unknownLooks, type AskParts } from '../looks/asknode.ts';
import { Gate } from '../looks/gate.ts';
import { readHindrances } from '../looks/hindrances.ts';
import type { LookParts } from '../looks/lookparts.ts';
import type { ControlDomain, ControlNode } from '../options.ts';
import { Refusal } from '../refusal.ts';
import { cacheKeyOf } from './cachekey.ts';
import { causeOf } from './cause.ts';
import { History } from './history.ts';
import { unwarmedBy } from './unwarmed.ts';

const nodesAtOnce = 64;
/** Clients give up after 30 s (SDKs of Python and Go). */
const patienceMs = 20_000;

/** Control.explain: what each node of a URL's domain has of it, and if it has not, why. */
export class Explain {
  readonly #parts: LookParts;
  readonly #asking: AskParts;

  constructor(parts: LookParts) {
    this.#parts = parts;
    this.#asking = { queue: parts.queue, gate: new Gate(nodesAtOnce), patienceMs };
  }

  async explain({ project, url }: { project: string; url: TargetUrl }): Promise<Explanation> {
    const { store, queue } = this.#parts;
    const catalog = this.#parts.catalog();
    const domain = servedDomain(catalog, project, url.host);
    const [history, hindrances] = await Promise.all([History.read(store, project, url), readHindrances({ store, queue }, catalog)]);
    const nodes = domain.nodes.flatMap((name) => catalog.node(name) ?? []);
    const explained = nodes.map(async (node) =>
      this.#ofNode(node, { domain, url, history, hindrance: hindrances(node.name, domain.name, url.scheme) }),
    );
    const { lastTask } = history;
    return { url: url.url, domain: domain.name, ...(lastTask !== undefined && { lastTask }), nodes: await Promise.all(explained) };
  }

  async #ofNode(
    node: ControlNode,
    { domain, url, history, hindrance }: { domain: ControlDomain; url: TargetUrl; history: History; hindrance: string | undefined },
  ): Promise<NodeExplanation> {
    const sightings = await this.#look(node, domain, url, history, hindrance);
    const known = history.evidence(node.name, domain.name);
    const nowS = Math.floor(this.#parts.nowMs() / 1000);
    const last = history.lastOn(node.name);
    return {
      node: node.name,
      layer: node.layer,
      cache: node.cache,
      variants: domain.variants.map((variant, index) => {
        const sighting = sightings[index] ?? { state: 'unknown', because: 'the engine did not tell' };
        const { state } = sighting;
        const cause = state === 'fresh' ? undefined : causeOf({ ...known, state, cache: node.cache, node: node.name, variant, nowS });
        const cacheKey = cacheKeyOf(node, url, variant);
        return { variant, cacheKey, sighting, ...(cause !== undefined && { cause }), unwarmed: unwarmedBy(sighting.vary, domain.variants) };
      }),
      ...(last !== undefined && { last }),
    };
  }

  async #look(
    { name }: ControlNode,
    domain: ControlDomain,
    { url }: TargetUrl,
    { touch }: History,
    hindrance: string | undefined,
  ): Promise<readonly Sighting[]> {
    const freshUntilMs = touch?.freshUntilS === undefined ? undefined : touch.freshUntilS * 1000;
    const urls = [{ url, ...(freshUntilMs !== undefined && { freshUntilMs }) }];
    const order = { node: name, domain: domain.name, variants: domain.variants, urls };
    const looks = hindrance === undefined ? (await askNode(this.#asking, order)).looks : unknownLooks(order, hindrance);
    return looks[0]?.variants ?? [];
  }
}

function servedDomain(catalog: Catalog, project: string, host: string): ControlDomain {
  const domain = catalog.domain(host);
  // Another project's domain reads exactly as an unknown one: nobody learns what others have.
  if (domain === undefined || domain.project !== project)
    throw new Refusal('domain_unknown', `${host} is no domain of project ${project}`, { subject: host });
  if (domain.nodes.length === 0)
    throw new Refusal('domain_without_nodes', `${host} has no node that could have it (domains: nodes)`, { subject: host });
  return domain;
}
