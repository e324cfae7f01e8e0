import type { Queue } from '../../queue/queue.ts';
import type { Store } from '../../store/store.ts';
import type { Look, SightingState } from '../../tasks/look.ts';
import type { Catalog } from '../catalog.ts';
import { askNode } from '../looks/asknode.ts';
import { Gate } from '../looks/gate.ts';
import { readHindrances } from '../looks/hindrances.ts';
import { servesScheme, type ControlDomain, type ControlNode } from '../options.ts';
import { latestWarm } from './missed.ts';

export type SamplesParts = {
  store: Store;
  queue: Queue;
  catalog: () => Catalog;
  nowMs: () => number;
  /** A whole number from 0 up to, not including, the one that is given. */
  draw?: (below: number) => number;
};

/** The latest of a domain's warm set, from which each sample is drawn. */
const drawnFrom = 200;
const candidateUrls = 40;
const sampleUrls = 10;
/** One or two may have been evicted, by whatever rule that cache has. */
const leastMissing = 3;
/** Of those that should be there, the share that must be missing. */
const missingShare = 0.9;
/** What is about to expire may have done so by the time of the answer. */
const stillFreshMs = 30_000;
const patienceMs = 8000;
const nodesAtOnce = 16;

type Candidate = { readonly url: string; readonly freshUntilMs: number };

/** Asks nodes for some of what they should hold: how a store that was emptied while its cache ran is found. */
export class Samples {
  readonly #parts: SamplesParts;
  readonly #gate = new Gate(nodesAtOnce);

  constructor(parts: SamplesParts) {
    this.#parts = parts;
  }

  /** Of these nodes those that have hardly anything of a domain, each with the evidence. */
  async findEmpty(nodes: readonly ControlNode[]): Promise<Map<string, string>> {
    const { store, queue, catalog } = this.#parts;
    const empty = new Map<string, string>();
    const domains = catalog().options.domains.filter(({ keepWarm }) => keepWarm !== undefined);
    if (nodes.length === 0 || domains.length === 0) return empty;
    const hindrances = await readHindrances({ store, queue }, catalog());
    for (const domain of domains) {
      const candidates = await this.#candidates(domain);
      const asked = nodes.filter(({ name }) => domain.nodes.includes(name) && !empty.has(name));
      await Promise.all(
        asked.map(async (node) => {
          const able = candidates.filter(({ url }) => {
            const scheme = url.startsWith('https:') ? 'https' : 'http';
            return servesScheme(node, scheme) && hindrances(node.name, domain.name, scheme) === undefined;
          });
          const because = able.length < leastMissing ? undefined : await this.#emptyBecause(node, domain, able);
          if (because !== undefined) empty.set(node.name, because);
        }),
      );
    }
    return empty;
  }

  async #emptyBecause({ name }: ControlNode, { name: domain, variants }: ControlDomain, from: Candidate[]): Promise<string | undefined> {
    const urls = this.#drawn(from, sampleUrls);
    const order = { node: name, domain, variants, urls };
    const { looks } = await askNode({ queue: this.#parts.queue, gate: this.#gate, patienceMs }, order);
    const states = looks.map(stateOf);
    const missing = states.filter((state) => state === 'absent').length;
    const there = states.filter((state) => state === 'fresh').length;
    if (missing < leastMissing || missing < missingShare * (missing + there)) return undefined;
    return `of ${missing + there} URLs of ${domain} that it should hold ${missing} were missing`;
  }

  /** Objects of the warm set that are fresh by what is known; without that nothing can be told. */
  async #candidates(domain: ControlDomain): Promise<Candidate[]> {
    const { store, nowMs } = this.#parts;
    const fresh = (await latestWarm(store, domain, nowMs(), drawnFrom)).filter(
      ({ freshUntilS = 0 }) => freshUntilS * 1000 >= nowMs() + stillFreshMs,
    );
    const kept: Candidate[] = [];
    for (const { url, warmedAtS, freshUntilS = 0 } of this.#drawn(fresh, candidateUrls)) {
      const [purged] = await store.purgedAbove(url);
      // In the same second it may have been the one or the other way round.
      if (purged === undefined || purged.atS < warmedAtS) kept.push({ url, freshUntilMs: freshUntilS * 1000 });
    }
    return kept;
  }

  #drawn<T>(from: readonly T[], count: number): T[] {
    const { draw = (below) => Math.floor(Math.random() * below) } = this.#parts;
    const left = [...from];
    return Array.from({ length: Math.min(count, left.length) }).flatMap(() => left.splice(draw(left.length), 1));
  }
}

/** A URL is missing when none of its variants is there, as far as the node tells. */
function stateOf({ variants }: Look): SightingState {
  const states = new Set(variants.map(({ state }) => state));
  return (['fresh', 'expired', 'absent'] as const).find((state) => states.has(state)) ?? 'unknown';
}
