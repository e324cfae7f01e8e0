import type { Catalog } from '../catalog.ts';
import type { Coverage as Answer, CoverageRequest } from '../control.ts';
import type { AskParts } from '../looks/asknode.ts';
import { Gate } from '../looks/gate.ts';
import { readHindrances, type Hindrances } from '../looks/hindrances.ts';
import type { LookParts } from '../looks/lookparts.ts';
import { PlanLooks } from '../looks/planlooks.ts';
import { readAskedLines } from './lines.ts';
import { Tally } from './tally.ts';

export type CoverageParts = LookParts & { readonly patienceMs?: number };

/** Orders out at once, over all callers together. */
const ordersAtOnce = 8;
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
    const looks = new PlanLooks(task.plan, hindrancesNow(hindrances, catalog, project), this.#asking);
    const tally = new Tally(task.plan.nodes);
    let asked = 0;
    while (asked < lines.length && (asked === 0 || nowMs() <= untilMs)) {
      const window = lines.slice(asked, asked + looks.window);
      for (const { url, node, variant, sighting } of await looks.ask(window)) tally.add(url, node, variant, sighting);
      asked += window.length;
    }
    const { nodes, missing, missingLeftOut } = tally;
    const nextOffset = lines[asked]?.line ?? Math.min(task.urlCount, offset + limit);
    return { totalLines: task.urlCount, nextOffset, urls: asked, nodes, missing, missingLeftOut };
  }
}

/** What is not this project's any more is not asked for. */
function hindrancesNow(hindrances: Hindrances, catalog: Catalog, project: string): Hindrances {
  return (node, name, scheme) => {
    const domain = catalog.domain(name);
    if (domain?.project !== project) return `${name} is no domain of the project any more`;
    return hindrances(node, name, scheme) ?? (domain.nodes.includes(node) ? undefined : `the node does not serve ${name} any more`);
  };
}
