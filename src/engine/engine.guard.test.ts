import { describe, expect, test } from 'vitest';
import type { FakeRequest } from './testing/fake-transport.ts';
import { domain, item, node, options, Scene } from './testing/scene.ts';

const names = ['a', 'b', 'c', 'd'];
const patient = { attempts: 1000, backoffMs: 100, maxBackoffMs: 100 };

/** Four nodes before one origin. */
function scene(rate: Parameters<typeof domain>[2] = {}, more: Partial<ReturnType<typeof options>> = {}): Scene {
  const nodes = names.map((name) => node(name, { concurrency: 64, cache: 'nginx' }));
  return new Scene(options(nodes, [domain('x.test', names, rate), domain('y.test', names)], { retry: patient, ...more }));
}

function each(made: Scene, answer: (request: FakeRequest) => void): void {
  for (const name of names) made.at(name).onRequest = answer;
}

const load = (made: Scene, name = 'x.test') => made.engine.domainLoads().get(name);

describe('an origin that suffers', () => {
  test('from more than it can take is asked for about so much, over all nodes together, and holds up no other domain', async () => {
    const made = scene();
    let inFlight = 0;
    let most = 10;
    let refused = 0;
    let seen = 0;
    each(made, (request) => {
      if (request.request.host === 'y.test') {
        made.clock.after(20, () => request.answer());
        return;
      }
      inFlight += 1;
      seen = Math.max(seen, inFlight);
      const isTooMuch = inFlight > most;
      if (isTooMuch) refused += 1;
      made.clock.after(isTooMuch ? 1 : 20, () => {
        inFlight -= 1;
        request.answer(isTooMuch ? 503 : 200);
      });
    });
    for (const name of names) made.engine.accept(item(name, 'x.test', 50_000));
    for (const name of names) made.engine.accept(item(name, 'y.test', 3000, { task: 2 }));
    await made.run(5000);
    const before = refused;
    seen = 0;
    await made.run(20_000);
    expect(seen).toBeLessThanOrEqual(most + 3);
    expect(load(made)?.concurrency).toBeLessThanOrEqual(most + 3);
    expect(refused - before).toBeLessThan(100);
    expect(load(made)?.slowed?.because).toBe('the origin answers with status 503');
    expect(made.outcomes.length).toBeGreaterThan(12_000);
    expect(load(made, 'y.test')).toEqual({ inFlight: 0, concurrency: 64 });

    most = 1000;
    await made.run(35_000);
    expect(load(made)).toEqual({ inFlight: 64, concurrency: 64 });
  });

  test('from requests per second gets fewer, and all again afterwards, never more than configured', async () => {
    const made = scene({ requestsPerSecond: 200 });
    const startsMs: number[] = [];
    let isHealthy = false;
    each(made, (request) => {
      startsMs.push(made.clock.nowMs());
      made.clock.after(5, () => request.answer(isHealthy || startsMs.length % 50 !== 0 ? 200 : 429));
    });
    for (const name of names) made.engine.accept(item(name, 'x.test', 50_000));
    await made.run(30_000);
    const slowed = startsMs.filter((ms) => ms >= 10_000).length / 20;
    expect(slowed).toBeLessThan(150);
    expect(slowed).toBeGreaterThan(3);
    isHealthy = true;
    await made.run(50_000);
    const full = startsMs.filter((ms) => ms >= 70_000).length / 10;
    expect(full).toBeGreaterThan(190);
    expect(full).toBeLessThan(210);
  });

  test('and asks for a rest has it, from all nodes', async () => {
    const made = scene();
    let count = 0;
    each(made, (request) => {
      count += 1;
      if (count === 1) request.answer(429, { 'retry-after': '20' });
      else made.clock.after(5, () => request.answer());
    });
    for (const name of names) made.engine.accept(item(name, 'x.test', 1000));
    await made.run(100);
    const atOnce = count;
    expect(atOnce).toBeLessThanOrEqual(64);
    await made.run(19_800);
    expect(count).toBe(atOnce);
    await made.run(5000);
    expect(made.outcomes).toHaveLength(4000);
  });

  test('is told by how long misses take, and hits tell nothing', async () => {
    const made = scene();
    let missMs = 40;
    let isMiss = true;
    each(made, (request) => {
      const headers = { 'x-cache-status': isMiss ? 'MISS' : 'HIT' };
      made.clock.after(isMiss ? missMs : 400, () => request.answer(200, headers));
    });
    for (const name of names) made.engine.accept(item(name, 'x.test', 50_000));
    await made.run(5000);
    isMiss = false;
    await made.run(5000);
    expect(load(made)).toEqual({ inFlight: 64, concurrency: 64 });
    isMiss = true;
    missMs = 400;
    await made.run(3000);
    expect(load(made)?.slowed?.because).toMatch(/^the origin takes 400 ms to answer, and took 40 ms$/);
    missMs = 40;
    await made.run(40_000);
    expect(load(made)).toEqual({ inFlight: 64, concurrency: 64 });
  });

  test('is none that a probe finds nothing in a cache of: 504 is the cache’s own answer', async () => {
    const nodes = [node('a', { concurrency: 8, cache: 'nginx', onlyIfCached: true })];
    const made = new Scene(options(nodes, [domain('x.test', ['a'], {}, 'rehit')]));
    made.at('a').onRequest = (request) => {
      if (request.request.method === 'HEAD') made.clock.after(5000, () => request.answer(503));
      else request.answer(200, { 'cache-control': 'max-age=60', 'x-cache-status': 'MISS' }, 10);
    };
    made.engine.accept(item('a', 'x.test', 100));
    await made.run(20_000);
    expect(load(made)).toMatchObject({ concurrency: 64 });
    expect(load(made)).not.toHaveProperty('slowed');
  });
});

describe('what is told of domains', () => {
  test('are those of the configuration, and others while they have requests', async () => {
    const made = scene();
    made.engine.accept(item('a', 'x.test', 3));
    await made.settle();
    made.engine.reconfigure(options([node('a', { concurrency: 64, cache: 'nginx' })], [domain('y.test', ['a'], { concurrency: 5 })]));
    expect(made.engine.domainLoads()).toEqual(
      new Map([
        ['x.test', { inFlight: 3, concurrency: 64 }],
        ['y.test', { inFlight: 0, concurrency: 5 }],
      ]),
    );
    for (const name of names) for (const request of made.transports.get(`http://${name}.test:80`)?.open ?? []) request.answer();
    await made.settle();
    expect([...made.engine.domainLoads().keys()]).toEqual(['y.test']);
  });
});
