import { describe, expect, test } from 'vitest';
import type { PauseScope } from '../tasks/pause.ts';
import type { Report, WorkItem } from '../tasks/work.ts';
import type { DomainLoad, NodeLoad } from '../tasks/load.ts';
import type { Look, LookOrder } from '../tasks/look.ts';
import { createThreadQueue, type LocalEngine, type LocalEngineHooks } from './thread.ts';

const work: WorkItem = {
  kind: 'pull',
  id: 'i1',
  task: 1,
  lane: 'org-main',
  node: 'a',
  nodeIndex: 0,
  domain: 'x.test',
  variants: [{}],
  urls: [],
};
const started: Report = { kind: 'started', task: 1, urlId: 1, nodeIndex: 0, item: 'i1' };
const domainLoad: DomainLoad = { inFlight: 1, concurrency: 64 };
const order: LookOrder = { node: 'a', domain: 'x.test', variants: [{}], urls: [{ url: 'http://x.test/1' }] };
const load: NodeLoad = { inFlight: 1, waiting: 2, succeeded: 3, failed: 4, bodyBytes: 5 };

class FakeEngine implements LocalEngine {
  readonly hooks: LocalEngineHooks;
  readonly items: WorkItem[] = [];
  readonly cancelled: number[] = [];
  paused: readonly PauseScope[] = [];
  graceMs: number | undefined;

  constructor(hooks: LocalEngineHooks) {
    this.hooks = hooks;
  }
  accept(item: WorkItem): void {
    this.items.push(item);
  }
  cancel(task: number): void {
    this.cancelled.push(task);
  }
  pause(scopes: readonly PauseScope[]): void {
    this.paused = scopes;
  }
  loads(): ReadonlyMap<string, NodeLoad> {
    return new Map([['a', load]]);
  }
  domainLoads(): ReadonlyMap<string, DomainLoad> {
    return new Map([['x.test', domainLoad]]);
  }
  readonly looks: { readonly order: LookOrder; readonly signal: AbortSignal | undefined }[] = [];
  async look(asked: LookOrder, signal?: AbortSignal): Promise<readonly Look[]> {
    this.looks.push({ order: asked, signal });
    return asked.urls.map(({ url }) => ({ url, variants: [{ state: 'absent', because: 'a test' }] }));
  }
  async ping(): Promise<void> {}
  async stop(graceMs: number): Promise<void> {
    this.graceMs = graceMs;
  }
}

function setUp(options: { failsToStart?: (count: number) => boolean } = {}) {
  const engines: FakeEngine[] = [];
  const restarts: { delayMs: number; call: () => void }[] = [];
  const logged: string[] = [];
  let starts = 0;
  const queue = createThreadQueue({
    workers: {
      start(hooks) {
        starts += 1;
        if (options.failsToStart?.(starts) === true) throw new Error('no more threads');
        const engine = new FakeEngine(hooks);
        engines.push(engine);
        return engine;
      },
    },
    log: { warn: (_fields, message) => logged.push(message), error: (_fields, message) => logged.push(message) },
    after: (delayMs, call) => {
      const restart = { delayMs, call };
      restarts.push(restart);
      return () => restarts.splice(restarts.indexOf(restart), 1);
    },
  });
  const engine = (): FakeEngine => {
    const last = engines.at(-1);
    if (last === undefined) throw new Error('no engine was started');
    return last;
  };
  return { queue, engines, engine, restarts, logged };
}

describe('a queue with its engine in a thread', () => {
  test('hands items and pauses on, and tells loads', () => {
    const { queue, engine } = setUp();
    queue.publish(work);
    queue.pause([{ kind: 'all' }]);
    expect(engine().items).toEqual([work]);
    expect(engine().paused).toEqual([{ kind: 'all' }]);
    expect(queue.loads().get('a')).toEqual(load);
    expect(queue.domainLoads().get('x.test')).toEqual(domainLoad);
  });

  test('has its engine look, with the signal of whoever asks', async () => {
    const { queue, engine } = setUp();
    const { signal } = new AbortController();
    expect(await queue.look(order, signal)).toEqual([{ url: 'http://x.test/1', variants: [{ state: 'absent', because: 'a test' }] }]);
    expect(engine().looks).toEqual([{ order, signal }]);
  });

  test('can’t look while no engine lives', async () => {
    const { queue, engine, restarts } = setUp();
    engine().hooks.lost(new Error('crash'));
    await expect(queue.look(order)).rejects.toThrow('the engine died');
    expect(queue.domainLoads().size).toBe(0);
    restarts.shift()?.call();
    expect(await queue.look(order)).toHaveLength(1);
    await queue.stop(0);
    await expect(queue.look(order)).rejects.toThrow('stopping');
  });

  test('keeps reports until somebody receives them', async () => {
    const { queue, engine } = setUp();
    const taken = engine().hooks.report([started]);
    const received: (readonly Report[])[] = [];
    queue.onReports(async (reports) => void received.push(reports));
    await taken;
    expect(received).toEqual([[started]]);
  });

  test('tells the engine that a batch is taken only when the receiver is done with it', async () => {
    const { queue, engine } = setUp();
    const done = Promise.withResolvers<void>();
    queue.onReports(() => done.promise);
    let isTaken = false;
    const taken = engine()
      .hooks.report([started])
      .then(() => {
        isTaken = true;
      });
    await new Promise(setImmediate);
    expect(isTaken).toBe(false);
    done.resolve();
    await taken;
  });

  test('tells the engine when a batch could not be taken, so that it comes again', async () => {
    const { queue, engine, logged } = setUp();
    queue.onReports(() => Promise.reject(new Error('disk full')));
    await expect(engine().hooks.report([started])).rejects.toThrow('disk full');
    expect(logged).toEqual([expect.stringContaining('it will come again')]);
    queue.onReports(async () => undefined);
  });

  test('starts another engine when one dies, tells it what is paused, and only then that work was lost', async () => {
    const { queue, engines, engine, restarts, logged } = setUp();
    const told: string[] = [];
    queue.onLost(() => told.push(`lost, engines: ${engines.length}`));
    queue.pause([{ kind: 'node', name: 'a' }]);
    engine().hooks.lost(new Error('crash'));
    expect(logged).toEqual([expect.stringContaining('the engine died')]);
    await expect(queue.ping()).rejects.toThrow('the engine died');
    expect(queue.loads().size).toBe(0);
    queue.publish(work);
    expect(told).toEqual([]);
    restarts.shift()?.call();
    expect(told).toEqual(['lost, engines: 2']);
    expect(engine().paused).toEqual([{ kind: 'node', name: 'a' }]);
    expect(engine().items).toEqual([]);
    await queue.ping();
  });

  test('starts it more and more slowly when it keeps dying', () => {
    const { engine, restarts } = setUp();
    const delays: number[] = [];
    for (let death = 0; death < 12; death += 1) {
      engine().hooks.lost(new Error('crash'));
      const restart = restarts.shift();
      delays.push(restart?.delayMs ?? 0);
      restart?.call();
    }
    expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000, 30_000]);
  });

  test('tries again when it can’t start one', () => {
    const { queue, engines, engine, restarts } = setUp({ failsToStart: (count) => count === 2 });
    let lost = 0;
    queue.onLost(() => {
      lost += 1;
    });
    engine().hooks.lost(new Error('crash'));
    restarts.shift()?.call();
    expect([engines.length, lost]).toEqual([1, 0]);
    restarts.shift()?.call();
    expect([engines.length, lost]).toEqual([2, 1]);
  });

  test('hands batches of a dying engine and of its successor on one after the other', async () => {
    const { queue, engine, restarts } = setUp();
    const steps: string[] = [];
    const first = Promise.withResolvers<void>();
    queue.onReports(async ([report]) => {
      steps.push(`begin ${report?.urlId}`);
      if (report?.urlId === 1) await first.promise;
      steps.push(`end ${report?.urlId}`);
    });
    const one = engine().hooks.report([started]);
    engine().hooks.lost(new Error('crash'));
    restarts.shift()?.call();
    const two = engine().hooks.report([{ ...started, urlId: 2 }]);
    await new Promise(setImmediate);
    first.resolve();
    await Promise.all([one, two]);
    expect(steps).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2']);
  });

  test('stops its engine within the grace, and starts none after that', async () => {
    const { queue, engines, engine, restarts } = setUp();
    const last = engine();
    await queue.stop(1234);
    expect(last.graceMs).toBe(1234);
    last.hooks.lost(new Error('late'));
    expect(restarts).toEqual([]);
    expect(engines).toHaveLength(1);
    await expect(queue.ping()).rejects.toThrow('stopping');
  });
});
