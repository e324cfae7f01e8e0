import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { body, status } from '../../lab/behaviours.ts';
import { startOrigin } from '../../lab/origin.ts';
import { reservePort } from '../../lab/ports.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import { domain, item, node, options } from '../../src/engine/testing/scene.ts';
import type { NodeLoad } from '../../src/tasks/load.ts';
import type { Outcome } from '../../src/tasks/outcome.ts';
import { host, quick } from './pulling.ts';
import { serveHttp, serveRaw } from './servers.ts';

/** Nodes that die, hang and come back, on real sockets. A node is any HTTP server here: caches are not what matters. */

/** An engine whose outcomes can be awaited by node, and what it says of its nodes as well. */
class Watched implements AsyncDisposable {
  readonly engine;
  readonly outcomes = new Map<number, Outcome>();
  readonly #waits = new Set<() => void>();

  constructor(engineOptions: EngineOptions) {
    this.engine = createEngine(engineOptions, {
      report: (batch) => {
        for (const report of batch) if (report.kind === 'ended') this.outcomes.set(report.urlId, report.outcome);
        this.#look();
      },
      loadsChanged: () => this.#look(),
    });
  }

  /** Gives the node `count` URLs; resolves with their outcomes. */
  async pull(name: string, count: number): Promise<Outcome[]> {
    const work = item(name, host, count);
    this.engine.accept(work);
    await this.until(() => work.urls.every(({ id }) => this.outcomes.has(id)));
    return work.urls.flatMap(({ id }) => this.outcomes.get(id) ?? []);
  }

  load(name: string): NodeLoad | undefined {
    return this.engine.loads().get(name);
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#waits.add(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.stop(0);
  }

  #look(): void {
    for (const resolve of this.#waits) resolve();
    this.#waits.clear();
  }
}

/** So long that no machine is too busy for it: where silence is not what the test is about. */
const patient = { ...quick, timeouts: { connectMs: 30_000, headersMs: 60_000, idleMs: 60_000, urlMs: 600_000 } };

const hasty = { timeouts: { ...patient.timeouts, headersMs: 500 } };

function configured(addresses: Readonly<Record<string, string>>, more: Partial<EngineOptions> = {}): EngineOptions {
  const names = Object.keys(addresses);
  const nodes = names.map((name) => node(name, { addresses: { http: addresses[name] ?? '' }, concurrency: 64 }));
  return options(nodes, [domain(host, names)], { ...patient, ...more });
}

function watching(...configuration: Parameters<typeof configured>): Watched {
  return new Watched(configured(...configuration));
}

describe('a node where nothing listens', () => {
  test('costs its URLs nothing, holds back no other node, and has them all once it is back', async () => {
    await using dead = await startOrigin();
    await using well = await startOrigin();
    await dead.stop();
    await using watched = watching({ dead: dead.address, well: well.address });
    const waiting = watched.pull('dead', 500);
    await watched.until(() => watched.load('dead')?.down !== undefined);
    expect(watched.load('dead')?.down).toMatchObject({ reason: 'connect', message: expect.stringContaining('nothing listens there') });
    for (const outcome of await watched.pull('well', 500)) expect(outcome).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(watched.load('dead')).toMatchObject({ inFlight: 0, waiting: 500 });
    await dead.start();
    for (const outcome of await waiting) expect(outcome).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(watched.load('dead')).not.toHaveProperty('down');
  });

  test('fails a great many URLs at once after nodeDownMs, and what comes then as well', async () => {
    using port = await reservePort();
    await using watched = watching({ dead: `http://127.0.0.1:${port.port}` }, { nodeDownMs: 1500 });
    const message = expect.stringMatching(/^the node has been down since .*nothing listens there.*timeouts\.nodeDownMs/);
    for (const outcome of await watched.pull('dead', 20_000))
      expect(outcome).toMatchObject({ status: 'failed', reason: 'connect', message, attempts: 0 });
    for (const outcome of await watched.pull('dead', 20_000))
      expect(outcome).toMatchObject({ status: 'failed', reason: 'connect', attempts: 0 });
  });

  test('that goes while it has all its slots taken loses no attempt of theirs', async () => {
    const held = Promise.withResolvers<void>();
    let open = 0;
    let isBack = false;
    const answer = body();
    await using edge = await startOrigin({
      otherwise(exchange) {
        if (isBack) return answer(exchange);
        open += 1;
        if (open === 64) held.resolve();
        return undefined;
      },
    });
    await using watched = watching({ edge: edge.address });
    const waiting = watched.pull('edge', 100);
    await held.promise;
    await edge.stop();
    await watched.until(() => watched.load('edge')?.down !== undefined);
    isBack = true;
    await edge.start();
    for (const outcome of await waiting) expect(outcome).toMatchObject({ status: 'succeeded', attempts: 1 });
  });
});

describe('a node that takes requests and does not answer', () => {
  test('is down by its silence; once it answers again no attempt is lost', async () => {
    let isHung = true;
    await using server = await serveRaw((socket: Socket) => {
      if (!isHung) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell');
    });
    const addresses = { edge: `http://${server.peer}` };
    await using watched = watching(addresses, hasty);
    const waiting = watched.pull('edge', 200);
    await watched.until(() => watched.load('edge')?.down !== undefined);
    expect(watched.load('edge')?.down?.reason).toBe('timeout');
    // From here on no machine is too busy to be in time.
    watched.engine.reconfigure(configured(addresses));
    isHung = false;
    for (const outcome of await waiting) expect(outcome).toMatchObject({ status: 'succeeded', attempts: 1 });
  });

  test('but to a knock is alive: its URLs fail by their own attempts', async () => {
    await using edge = await startOrigin({
      otherwise: ({ request, response }) => void (request.method === 'HEAD' && response.writeHead(504).end()),
    });
    await using watched = watching({ edge: edge.address }, hasty);
    for (const outcome of await watched.pull('edge', 20))
      expect(outcome).toMatchObject({ status: 'failed', reason: 'timeout', attempts: 2 });
    const knocks = edge.requests.filter(({ method }) => method === 'HEAD');
    expect(knocks.length).toBeGreaterThan(0);
    for (const { url, headers } of knocks)
      expect([url, headers['cache-control']]).toEqual([expect.stringMatching(/^\/\.well-known\/forewarm-probe\?/), 'only-if-cached']);
  });
});

test('a storm of failures that a node answers with never takes it for down', async () => {
  let downs = 0;
  await using edge = await startOrigin({ otherwise: status(500) });
  const engine = createEngine(
    options([node('edge', { addresses: { http: edge.address }, concurrency: 64 })], [domain(host, ['edge'])], patient),
    {
      report: (batch) => {
        ended += batch.filter(({ kind }) => kind === 'ended').length;
        if (ended === 2000) all.resolve();
      },
      loadsChanged: () => void (downs += 1),
    },
  );
  let ended = 0;
  const all = Promise.withResolvers<void>();
  engine.accept(item('edge', host, 2000));
  await all.promise;
  expect([downs, engine.loads().get('edge')?.failed]).toEqual([0, 2000]);
  expect(edge.requests.filter(({ method }) => method === 'HEAD')).toEqual([]);
  await engine.stop(0);
});

test('one project’s crowd on a node delays another’s few by no more than its turn', async () => {
  const order: string[] = [];
  await using edge = await serveHttp(({ url = '' }, response) => {
    order.push(url);
    response.end('body');
  });
  await using watched = watching({ edge: `http://${edge.peer}` });
  const crowd = Array.from({ length: 100_000 }, (_, index) => `http://${host}/crowd/${index}`);
  for (let first = 0; first < crowd.length; first += 500)
    watched.engine.accept(item('edge', host, crowd.slice(first, first + 500), { lane: 'org-crowd' }));
  await watched.until(() => watched.outcomes.size > 0);
  const few = item(
    'edge',
    host,
    Array.from({ length: 10 }, (_, index) => `http://${host}/few/${index}`),
    { lane: 'org-few', task: 2 },
  );
  const sentBefore = order.length;
  watched.engine.accept(few);
  await watched.until(() => few.urls.every(({ id }) => watched.outcomes.has(id)));
  // Every second turn is theirs; what was out already, at most all slots, comes on top.
  const last = order.findLastIndex((url) => url.startsWith('/few/'));
  expect(order.slice(sentBefore, last).filter((url) => url.startsWith('/crowd/')).length).toBeLessThanOrEqual(10 + 2 * 64);
});
