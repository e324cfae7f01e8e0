import { describe, expect, test } from 'vitest';
import { domain, item, node, options, Scene } from './testing/scene.ts';
import type { FakeRequest } from './testing/fake-transport.ts';

const MiB = 1024 * 1024;

describe('a domain’s rate', () => {
  test.each([50, 500, 3000])(
    'of %d requests a second is kept within 5 percent over 10 s, over all nodes together',
    async (requestsPerSecond) => {
      const names = ['a', 'b', 'c'];
      const scene = new Scene(
        options(
          names.map((name) => node(name, { concurrency: 64 })),
          [domain('x.test', names, { requestsPerSecond, concurrency: 1000 })],
        ),
      );
      const startsMs: number[] = [];
      for (const name of names) {
        scene.at(name).onRequest = (request) => {
          startsMs.push(scene.clock.nowMs());
          scene.clock.after(5, () => request.answer());
        };
        for (let number = 0; number < 12; number += 1) scene.engine.accept(item(name, 'x.test', requestsPerSecond));
      }
      await scene.run(10_000);
      expect(startsMs.length).toBeGreaterThan(requestsPerSecond * 10 * 0.95);
      expect(startsMs.length).toBeLessThan(requestsPerSecond * 10 * 1.05);
      expect(startsMs.filter((ms) => ms < 100).length).toBeLessThanOrEqual(requestsPerSecond * 0.31);
      // All nodes had their part.
      for (const name of names) expect(scene.at(name).requests.length).toBeGreaterThan(requestsPerSecond * 3);
    },
  );

  test('counts retries, variants and redirect hops as well: the origin sees them all', async () => {
    const scene = new Scene(options([node('a')], [domain('x.test', ['a'], { requestsPerSecond: 10 })]));
    scene.random = 0;
    const startsMs: number[] = [];
    scene.at('a').onRequest = (request) => {
      startsMs.push(scene.clock.nowMs());
      const { path } = request.request;
      if (path.startsWith('/hop')) request.answer(302, { location: `/${path.slice(4)}` });
      else if (startsMs.length % 3 === 0) request.answer(500);
      else request.answer();
    };
    const urls = Array.from({ length: 20 }, (_, index) => `http://x.test/hop${index}`);
    scene.engine.accept(item('a', 'x.test', urls, { variants: [{}, { 'Accept-Encoding': 'br' }] }));
    await scene.run(60_000);
    expect(scene.outcomes.length).toBe(20);
    expect(startsMs.length).toBeGreaterThan(80);
    for (const startMs of startsMs) expect(startsMs.filter((ms) => ms >= startMs && ms < startMs + 1000).length).toBeLessThanOrEqual(12);
  });

  test.each([
    ['small objects', 4096, 4096],
    ['large objects', 50 * MiB, 65_536],
  ])('of bytes is kept over 10 s, within 5 percent, over all nodes together: %s', async (_name, sizeBytes, chunkBytes) => {
    const bytesPerSecond = 20 * MiB;
    const scene = new Scene(
      options([node('a', { concurrency: 64 }), node('b', { concurrency: 64 })], [domain('x.test', ['a', 'b'], { bytesPerSecond })]),
    );
    let passedBytes = 0;
    const left = new Map<FakeRequest, number>();
    const flow = (request: FakeRequest) => {
      for (let open = left.get(request) ?? 0; open > 0 && !request.isPaused && !request.isOver; open = left.get(request) ?? 0) {
        const chunk = Math.min(open, chunkBytes);
        left.set(request, open - chunk);
        passedBytes += chunk;
        request.sink.data(chunk);
      }
      if (left.get(request) === 0 && !request.isOver) request.end();
    };
    for (const name of ['a', 'b']) {
      scene.at(name).onRequest = (request) => {
        left.set(request, sizeBytes);
        scene.clock.after(2, () => {
          request.sink.headers(200, { 'content-length': String(sizeBytes) });
          flow(request);
        });
      };
      scene.at(name).onResume = flow;
      for (let number = 0; number < 40; number += 1) scene.engine.accept(item(name, 'x.test', 1000));
    }
    await scene.run(10_000);
    expect(passedBytes / 10).toBeGreaterThan(bytesPerSecond * 0.95);
    expect(passedBytes / 10).toBeLessThan(bytesPerSecond * 1.05);
  });

  test('of bytes leaves the node’s slots to other domains while bodies stand still', async () => {
    const scene = new Scene(
      options([node('a', { concurrency: 8 })], [domain('x.test', ['a'], { bytesPerSecond: 100_000 }), domain('y.test', ['a'])]),
    );
    const flow = (request: FakeRequest) => {
      while (!request.isPaused && !request.isOver) request.sink.data(16_384);
    };
    scene.at('a').onRequest = (request) => {
      if (request.request.host === 'y.test') request.answer();
      else {
        request.sink.headers(200, { 'content-length': '1000000000' });
        flow(request);
      }
    };
    scene.at('a').onResume = flow;
    scene.engine.accept(item('a', 'x.test', 100));
    await scene.run(3000);
    const slow = scene.at('a').open.length;
    expect(slow).toBeGreaterThan(0);
    expect(slow).toBeLessThan(8);
    scene.engine.accept(item('a', 'y.test', 100));
    await scene.run(1000);
    expect(scene.outcomes).toHaveLength(100);
  });

  test('changes in place', async () => {
    const scene = new Scene(options([node('a', { concurrency: 64 })], [domain('x.test', ['a'], { requestsPerSecond: 10 })]));
    scene.at('a').onRequest = (request) => request.answer();
    scene.engine.accept(item('a', 'x.test', 15_000));
    await scene.run(10_000);
    const slow = scene.outcomes.length;
    expect(slow).toBeLessThan(105);
    scene.engine.reconfigure(options([node('a', { concurrency: 64 })], [domain('x.test', ['a'], { requestsPerSecond: 1000 })]));
    await scene.run(10_000);
    expect(scene.outcomes.length - slow).toBeGreaterThan(9500);
    expect(scene.outcomes.length - slow).toBeLessThan(10_500);
    scene.engine.reconfigure(options([node('a', { concurrency: 64 })], [domain('x.test', ['a'])]));
    for (let round = 0; round < 100; round += 1) await scene.settle();
    await scene.run(200);
    expect(scene.outcomes.length).toBe(15_000);
  });

  test('that was very low is forgotten at once when it is raised', async () => {
    const scene = new Scene(options([node('a')], [domain('x.test', ['a'], { requestsPerSecond: 0.001 })]));
    scene.at('a').onRequest = (request) => request.answer();
    scene.engine.accept(item('a', 'x.test', 500));
    await scene.run(1000);
    expect(scene.outcomes).toHaveLength(1);
    scene.engine.reconfigure(options([node('a')], [domain('x.test', ['a'], { requestsPerSecond: 1000 })]));
    await scene.run(1000);
    expect(scene.outcomes).toHaveLength(500);
  });

  test('waiting for it counts in no timeout', async () => {
    const scene = new Scene(
      options([node('a')], [domain('x.test', ['a'], { requestsPerSecond: 1 })], {
        timeouts: { connectMs: 10, headersMs: 500, idleMs: 500, urlMs: 900 },
      }),
    );
    scene.at('a').onRequest = (request) => request.answer();
    scene.engine.accept(item('a', 'x.test', 20));
    await scene.run(30_000);
    expect(scene.outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'succeeded'));
    expect(Math.max(...scene.outcomes.map(({ elapsedMs }) => elapsedMs))).toBe(0);
  });

  test('a body that its domain holds back runs into no timeout', async () => {
    const scene = new Scene(
      options([node('a')], [domain('x.test', ['a'], { bytesPerSecond: 10_000 })], {
        timeouts: { connectMs: 10, headersMs: 500, idleMs: 500, urlMs: 2000 },
      }),
    );
    let open = 500_000;
    const flow = (request: FakeRequest) => {
      while (open > 0 && !request.isPaused) {
        open -= 10_000;
        request.sink.data(10_000);
      }
      if (open === 0) request.end();
    };
    scene.at('a').onRequest = (request) => {
      request.sink.headers(200, { 'content-length': '500000' });
      flow(request);
    };
    scene.at('a').onResume = flow;
    scene.engine.accept(item('a', 'x.test', 1));
    await scene.run(60_000);
    expect(scene.outcomes).toEqual([expect.objectContaining({ status: 'succeeded', bodyBytes: 500_000, attempts: 1 })]);
    expect(scene.outcomes[0]?.elapsedMs).toBeLessThan(100);
  });
});
