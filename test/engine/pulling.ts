import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import { domain, item, node, options } from '../../src/engine/testing/scene.ts';
import type { Outcome } from '../../src/tasks/outcome.ts';
import type { Report } from '../../src/tasks/work.ts';

export const host = 'cdn.example.com';

/** Quick retries and timeouts, so that a test sees the last of them. */
export const quick = {
  retry: { attempts: 2, backoffMs: 1, maxBackoffMs: 1 },
  timeouts: { connectMs: 2000, headersMs: 500, idleMs: 500, urlMs: 5000 },
} as const;

/** A running engine on real sockets, whose outcomes can be awaited. */
export class Pulling implements AsyncDisposable {
  readonly engine: Engine;
  readonly reports: Report[] = [];
  #open = 0;
  #done = Promise.withResolvers<void>();

  constructor(engineOptions: EngineOptions) {
    this.engine = createEngine(engineOptions, {
      report: (batch) => {
        this.reports.push(...batch);
        this.#open -= batch.filter(({ kind }) => kind === 'ended').length;
        if (this.#open === 0) this.#done.resolve();
      },
    });
  }

  /** Pulls these URLs through a node; resolves to their outcomes in the URLs' order. */
  async pull(urls: readonly string[], more: Partial<Parameters<typeof item>[3]> & { node?: string } = {}): Promise<Outcome[]> {
    const work = item(more.node ?? 'a', host, urls, more);
    this.#open += urls.length;
    this.#done = Promise.withResolvers();
    this.engine.accept(work);
    await this.#done.promise;
    const byUrl = new Map(this.reports.flatMap((report) => (report.kind === 'ended' ? [[report.urlId, report.outcome] as const] : [])));
    return work.urls.flatMap(({ id }) => byUrl.get(id) ?? []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.stop(0);
  }
}

/** An engine with one node, `a`, at this address. */
export function pullingThrough(
  peer: string,
  { node: nodeMore = {}, options: optionsMore = {} }: { node?: Parameters<typeof node>[1]; options?: Partial<EngineOptions> } = {},
): Pulling {
  const nodes = [node('a', { addresses: { http: `http://${peer}` }, ...nodeMore })];
  return new Pulling(options(nodes, [domain(host, ['a']), domain('other.example.com', ['a'])], { ...quick, ...optionsMore }));
}
