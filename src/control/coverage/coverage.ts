import type { Queue } from '../../queue/queue.ts';
import type { Store, TaskSummary } from '../../store/store.ts';
import type { Look, LookOrder } from '../../tasks/look.ts';
import type { Scheme } from '../../tasks/url.ts';
import type { Catalog } from '../catalog.ts';
import type { Coverage as Answer, CoverageRequest } from '../control.ts';
import { askNode, unknownLooks, type AskParts } from '../looks/asknode.ts';
import { Gate } from '../looks/gate.ts';
import { readHindrances, type Hindrances } from '../looks/hindrances.ts';
import { readAskedLines, type AskedLine } from './lines.ts';
import { Tally } from './tally.ts';

export type CoverageParts = {
  readonly store: Store;
  readonly queue: Queue;
  readonly catalog: () => Catalog;
  readonly nowMs: () => number;
  readonly patienceMs?: number;
};

/** Orders out at once, over all callers together. */
const ordersAtOnce = 8;
/** Looks in one order. */
const looksPerOrder = 50;
/** For one order, waiting for its turn included. With the time of a page it stays below the 30 s after which SDKs give up. */
const defaultPatienceMs = 12_000;
/** After this no further lines are begun: the page ends early, and the next goes on from there. */
const pageMs = 10_000;

/** Control.coverage: asks the nodes of a task again what they have, without filling them. Nothing is stored. */
export class Coverage {
  readonly #parts: CoverageParts;
  readonly #asking: AskParts;

  constructor(parts: CoverageParts) {
    this.#parts = parts;
    this.#asking = { queue: parts.queue, gate: new Gate(ordersAtOnce), patienceMs: parts.patienceMs ?? defaultPatienceMs };
  }

  async coverage({ project, taskId, offset, limit }: CoverageRequest): Promise<Answer | undefined> {
    const { store, queue, nowMs } = this.#parts;
    const untilMs = nowMs() + pageMs;
    const task = await store.findTask(project, taskId);
    if (task === undefined) return undefined;
    const catalog = this.#parts.catalog();
    const [lines, hindrances] = await Promise.all([
      readAskedLines(store, task, { offset, limit }),
      readHindrances({ store, queue }, catalog),
    ]);
    const page = new Page(task, hindrancesNow(hindrances, catalog, project), this.#asking);
    const windowLines = windowOf(task);
    let asked = 0;
    while (asked < lines.length && (asked === 0 || nowMs() <= untilMs)) {
      const window = lines.slice(asked, asked + windowLines);
      await page.ask(window);
      asked += window.length;
    }
    const { nodes, missing, missingLeftOut } = page.tally;
    const nextOffset = lines[asked]?.line ?? Math.min(task.urlCount, offset + limit);
    return { totalLines: task.urlCount, nextOffset, urls: asked, nodes, missing, missingLeftOut };
  }
}

/** Lines that are asked for together. */
function windowOf({ plan }: TaskSummary): number {
  return Math.max(1, Math.floor(looksPerOrder / Math.max(...plan.domains.map(({ variants }) => variants.length))));
}

/** What is not this project's any more is not asked for. */
function hindrancesNow(hindrances: Hindrances, catalog: Catalog, project: string): Hindrances {
  return (node, name, scheme) => {
    const domain = catalog.domain(name);
    if (domain?.project !== project) return `${name} is no domain of the project any more`;
    return hindrances(node, name, scheme) ?? (domain.nodes.includes(node) ? undefined : `the node does not serve ${name} any more`);
  };
}

type SchemeOrder = LookOrder & { readonly scheme: Scheme };

class Page {
  readonly tally: Tally;
  readonly #task: TaskSummary;
  readonly #hindrances: Hindrances;
  readonly #asking: AskParts;
  /** Nodes that did not tell: one that hangs costs a page its patience once. */
  readonly #silent = new Map<string, string>();

  constructor(task: TaskSummary, hindrances: Hindrances, asking: AskParts) {
    this.tally = new Tally(task.plan.nodes);
    this.#task = task;
    this.#hindrances = hindrances;
    this.#asking = asking;
  }

  async ask(lines: readonly AskedLine[]): Promise<void> {
    const orders = this.#ordersOf(lines);
    const looks = await Promise.all(orders.map((order) => this.#look(order)));
    const seen = new Map(orders.map((order, index) => [order, new Map((looks[index] ?? []).map((look) => [look.url, look]))]));
    for (const { url } of lines) {
      for (const [{ node, variants }, byUrl] of seen) {
        for (const [place, sighting] of (byUrl.get(url)?.variants ?? []).entries())
          this.tally.add(url, node, variants[place] ?? {}, sighting);
      }
    }
  }

  /** One for each node of each domain and scheme among the lines. */
  #ordersOf(lines: readonly AskedLine[]): SchemeOrder[] {
    const { plan } = this.#task;
    return [...Map.groupBy(lines, ({ domain, scheme }) => `${scheme} ${domain}`).values()].flatMap((group) => {
      const [first] = group;
      const planned = plan.domains.find(({ name }) => name === first?.domain);
      if (first === undefined || planned === undefined) return [];
      const urls = group.map(({ url, freshUntilMs }) => ({ url, ...(freshUntilMs !== undefined && { freshUntilMs }) }));
      const { name: domain, variants } = planned;
      const names = planned.nodes.flatMap((place) => plan.nodes[place]?.name ?? []);
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
