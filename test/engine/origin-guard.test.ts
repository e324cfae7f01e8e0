import { describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { domain, item, node, options } from '../../src/engine/testing/scene.ts';
import type { DomainLoad } from '../../src/tasks/load.ts';
import { host } from './pulling.ts';
import { serveHttp } from './servers.ts';

const names = ['a', 'b', 'c'];

type Seen = { readonly load: DomainLoad | undefined; readonly inFlight: number };

/** Three nodes before one origin that answers 503 to whatever is more than `most` at once, until it is `healthy`. */
async function suffering(most: number) {
  let inFlight = 0;
  let isHealthy = false;
  let refused = 0;
  let served = 0;
  const seen: Seen[] = [];
  const late: { engine?: Engine; onServed?: () => void } = {};
  const server = await serveHttp((_request, response) => {
    inFlight += 1;
    seen.push({ load: late.engine?.domainLoads().get(host), inFlight });
    response.once('close', () => (inFlight -= 1));
    if (inFlight > most && !isHealthy) {
      refused += 1;
      response.writeHead(503).end();
      return;
    }
    setTimeout(() => {
      served += 1;
      response.end('body');
      late.onServed?.();
    }, 15);
  });
  const nodes = names.map((name) => node(name, { addresses: { http: `http://${server.peer}` }, concurrency: 64 }));
  const engine = createEngine(
    options(nodes, [domain(host, names, { concurrency: 64 })], { retry: { attempts: 50, backoffMs: 20, maxBackoffMs: 50 } }),
    { report: () => undefined },
  );
  late.engine = engine;
  return {
    engine,
    seen,
    counts: () => ({ refused, served }),
    heal: () => (isHealthy = true),
    /** Resolves once the origin has served so many more and this holds. */
    until: async (isSo: () => boolean) => {
      while (!isSo()) await new Promise<void>((resolve) => (late.onServed = resolve));
    },
    async [Symbol.asyncDispose]() {
      await engine.stop(0);
      await server[Symbol.asyncDispose]();
    },
  };
}

describe('an origin that answers 503 to more than it can take', () => {
  test('is asked for about what it can take, over all nodes together, and for more again once it can', async () => {
    const most = 12;
    await using scene = await suffering(most);
    const { engine, seen, counts } = scene;
    for (const name of names) engine.accept(item(name, host, 20_000));
    await scene.until(() => counts().served >= 300);
    const settled = counts();
    const from = seen.length;
    await scene.until(() => counts().served >= settled.served + 1500);
    const { refused, served } = counts();
    // Settled: hardly anything is refused, and what it can take is made use of.
    expect((refused - settled.refused) / (served - settled.served)).toBeLessThan(0.05);
    expect(Math.max(...seen.slice(from).map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(most + 4);
    const allowed = seen.slice(from).flatMap(({ load }) => load?.concurrency ?? []);
    expect(Math.max(...allowed)).toBeLessThanOrEqual(most + 4);
    expect(Math.min(...allowed)).toBeGreaterThanOrEqual(1);
    expect(engine.domainLoads().get(host)?.slowed?.because).toBe('the origin answers with status 503');

    // All of it is back after half a minute; that it is on its way there is seen sooner.
    scene.heal();
    await scene.until(() => (engine.domainLoads().get(host)?.concurrency ?? 0) >= 2 * most);
    expect(counts().refused).toBe(refused);
  });
});
