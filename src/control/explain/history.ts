import type { NodeRecord, Touch } from '../../store/memory.ts';
import type { Store, UrlDetail } from '../../store/store.ts';
import type { Plan } from '../../tasks/plan.ts';
import type { RefreshOrder } from '../../tasks/purge.ts';
import type { TargetUrl } from '../../tasks/url.ts';
import type { Explanation } from '../control.ts';
import type { Evidence, PurgedAbove } from './evidence.ts';

/** What the store remembers of one URL. */
export class History {
  readonly touch: Touch | undefined;
  readonly #above: PurgedAbove | undefined;
  readonly #lastAbove: Touch | undefined;
  readonly #task: { readonly plan: Plan; readonly refresh?: RefreshOrder } | undefined;
  readonly #line: UrlDetail | undefined;
  readonly #records: ReadonlyMap<string, NodeRecord>;

  private constructor(read: {
    touch: Touch | undefined;
    above: PurgedAbove | undefined;
    lastAbove: Touch | undefined;
    task: { plan: Plan; refresh?: RefreshOrder } | undefined;
    line: UrlDetail | undefined;
    records: readonly NodeRecord[];
  }) {
    this.touch = read.touch;
    this.#above = read.above;
    this.#lastAbove = read.lastAbove;
    this.#task = read.task;
    this.#line = read.line;
    this.#records = new Map(read.records.map((record) => [record.node, record]));
  }

  /** A domain may have moved from another project: what that one did is not told. */
  static async read(store: Store, project: string, { url }: TargetUrl): Promise<History> {
    const [found, purged, records] = await Promise.all([store.touch(url, 'object'), store.purgedAbove(url), store.nodeRecords()]);
    const touch = found?.project === project ? found : undefined;
    const [directory] = purged;
    const lastAbove = directory && (await store.touch(directory.url, 'subtree'));
    const [task, line] =
      touch === undefined ? [] : await Promise.all([store.findTask(project, touch.taskId), store.readLine(touch.task, touch.urlId)]);
    if (directory === undefined || lastAbove?.project !== project)
      return new History({ touch, above: undefined, lastAbove: undefined, task, line, records });
    const above = { ...directory, ...(lastAbove.atS === directory.atS && { taskId: lastAbove.taskId }) };
    return new History({ touch, above, lastAbove, task, line, records });
  }

  /** Of the URL itself and of the last directory above it that was purged, the later one. */
  get lastTask(): Explanation['lastTask'] {
    const last = [this.touch, this.#lastAbove].reduce((a, b) => (b !== undefined && (a === undefined || b.atS > a.atS) ? b : a));
    return last && { taskId: last.taskId, kind: last.kind, atS: last.atS, scope: last.scope };
  }

  /** What the last task that ended with the URL made of it on this node. */
  lastOn(node: string): Explanation['nodes'][number]['last'] {
    const outcome = this.#line?.nodes.find((each) => each.node === node)?.outcome;
    return outcome && this.touch && { taskId: this.touch.taskId, atS: this.touch.atS, outcome };
  }

  evidence(node: string, domain: string): Pick<Evidence, 'touch' | 'task' | 'above' | 'record'> {
    const record = this.#records.get(node);
    const task = this.#touching(node, domain);
    return {
      ...(this.touch !== undefined && { touch: this.touch }),
      ...(task !== undefined && { task }),
      ...(this.#above !== undefined && { above: this.#above }),
      ...(record !== undefined && { record }),
    };
  }

  #touching(node: string, domain: string): Evidence['task'] {
    const { plan, refresh } = this.#task ?? {};
    const planned = plan?.domains.find(({ name }) => name === domain);
    if (plan === undefined || planned === undefined) return undefined;
    const outcome = this.lastOn(node)?.outcome;
    return {
      nodes: planned.nodes.flatMap((place) => plan.nodes[place]?.name ?? []),
      variants: planned.variants,
      ...(planned.isAside && { isAside: planned.isAside }),
      ...(refresh !== undefined && { order: refresh }),
      ...(outcome !== undefined && { outcome }),
    };
  }
}
