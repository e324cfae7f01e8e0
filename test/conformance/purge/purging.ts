import type { LabEdge } from '../../../lab/edge.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import type { EngineNode, EngineOptions } from '../../../src/engine/options.ts';
import { domain, node, options } from '../../../src/engine/testing/scene.ts';
import type { Outcome } from '../../../src/tasks/outcome.ts';
import type { Variant } from '../../../src/tasks/plan.ts';
import type { PurgeOrder } from '../../../src/tasks/purge.ts';
import type { PullItem, Report, WorkItem } from '../../../src/tasks/work.ts';
import { purge } from './caches.ts';

export const host = 'cdn.example.com';
export const url = (path: string): string => `http://${host}${path}`;

/** A node of this cache, as its file in examples/edges says that it is configured. */
export function nodeOf(name: string, edge: LabEdge, more: Partial<EngineNode> = {}): EngineNode {
  return node(name, { addresses: { http: edge.address }, cache: edge.cache, onlyIfCached: true, purge, ...more });
}

/** An engine on real caches, whose outcomes can be awaited. */
export class Purging implements AsyncDisposable {
  readonly engine: Engine;
  readonly reports: Report[] = [];
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #last = 0;

  constructor(nodes: readonly EngineNode[], more: Partial<EngineOptions> = {}) {
    const domains = [
      domain(
        host,
        nodes.map(({ name }) => name),
      ),
    ];
    this.engine = createEngine(options(nodes, domains, { retry: { attempts: 3, backoffMs: 50, maxBackoffMs: 200 }, ...more }), {
      report: (batch) => {
        this.reports.push(...batch);
        for (const report of batch) if (report.kind === 'ended') this.#waiting.get(report.urlId)?.(report.outcome);
      },
    });
  }

  /** Resolves to the outcomes in the paths' order. */
  purge(
    nodeName: string,
    paths: readonly string[],
    more: Partial<PurgeOrder> & { variants?: readonly Variant[] } = {},
  ): Promise<Outcome[]> {
    return this.#do(nodeName, paths, (item) => ({ ...item, kind: 'purge', scope: 'object', mode: 'delete', ...more }));
  }

  pull(nodeName: string, paths: readonly string[], more: Partial<PullItem> = {}): Promise<Outcome[]> {
    return this.#do(nodeName, paths, (item) => ({ ...item, kind: 'pull', ...more }));
  }

  async #do(nodeName: string, paths: readonly string[], finish: (item: Omit<PullItem, 'kind' | 'fenced'>) => WorkItem): Promise<Outcome[]> {
    const urls = paths.map((path) => ({ id: ++this.#last, url: path.startsWith('http') ? path : url(path) }));
    const ends = urls.map(({ id }) => new Promise<Outcome>((resolve) => void this.#waiting.set(id, resolve)));
    const base = {
      id: `item-${++this.#last}`,
      task: 1,
      lane: 'org-main',
      node: nodeName,
      nodeIndex: 0,
      domain: host,
      variants: [{}],
      urls,
    };
    this.engine.accept(finish(base));
    return await Promise.all(ends);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.stop(0);
  }
}
