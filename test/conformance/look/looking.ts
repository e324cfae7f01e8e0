import type { EdgeOptions, LabEdge } from '../../../lab/edge.ts';
import type { Origin } from '../../../lab/origin.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import type { EngineNode } from '../../../src/engine/options.ts';
import { domain, node, options } from '../../../src/engine/testing/scene.ts';
import type { LookUrl, Sighting } from '../../../src/tasks/look.ts';
import type { Variant } from '../../../src/tasks/plan.ts';
import { answerOf, startTruthOrigin } from '../truth/origin.ts';

export const host = 'cdn.example.com';

/** Seconds after which an object with max-age=2 has expired, in every cache's way of counting whole seconds. */
export const expiryMs = 3200;

type LookOptions = { variant?: Variant; freshUntilMs?: number; asksOriginSize?: true };

/** A cache before an origin that keeps a log, and an engine that looks into it. */
export class Looking implements AsyncDisposable {
  readonly origin: Origin;
  readonly edge: LabEdge;
  readonly #engine: Engine;

  constructor(origin: Origin, edge: LabEdge, more: Partial<EngineNode>) {
    this.origin = origin;
    this.edge = edge;
    const one = node('a', { addresses: { http: edge.address }, cache: edge.cache, onlyIfCached: 'auto', ...more });
    this.#engine = createEngine(options([one], [domain(host, ['a'])]), { report: () => undefined });
  }

  static async start(start: (options: EdgeOptions) => Promise<LabEdge>, more: Partial<EngineNode> = {}): Promise<Looking> {
    const origin = await startTruthOrigin();
    return new Looking(origin, await start({ upstream: origin.port }), more);
  }

  /** The origin has this, and a visitor has asked for it, with these headers. */
  async warm(
    path: string,
    headers: readonly string[],
    { sizeBytes = 1000, asked = {} }: { sizeBytes?: number; asked?: Variant } = {},
  ): Promise<void> {
    this.origin.set(path, answerOf({ headers, sizeBytes }));
    await this.edge.get(host, path, { headers: asked });
  }

  /** What there is of one variant of each, and what the origin was asked for meanwhile, but for the path that tells what a node honours. */
  async look(paths: readonly string[], { variant = {}, freshUntilMs, asksOriginSize }: LookOptions = {}) {
    const from = this.origin.requests.length;
    const urls = paths.map((path): LookUrl => ({ url: `http://${host}${path}`, ...(freshUntilMs !== undefined && { freshUntilMs }) }));
    const looks = await this.#engine.look({
      node: 'a',
      domain: host,
      variants: [variant],
      urls,
      ...(asksOriginSize && { asksOriginSize }),
    });
    const sightings = looks.map(({ variants }): Sighting => variants[0] ?? { state: 'unknown', because: 'not told' });
    const asked = this.origin.requests.slice(from).filter(({ url }) => !url.startsWith('/.well-known/'));
    return { sightings, states: sightings.map(({ state }) => state), asked: asked.map(({ method, url }) => `${method} ${url}`) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engine.stop(0);
    await this.edge[Symbol.asyncDispose]();
    await this.origin[Symbol.asyncDispose]();
  }
}
