import { describe, expect, test } from 'vitest';
import { domain, item, node, options, Scene } from './testing/scene.ts';
import type { FakeRequest } from './testing/fake-transport.ts';

function pathOf({ request }: FakeRequest): string {
  return request.path;
}

function hostOf({ request }: FakeRequest): string {
  return request.host;
}

function numbered(host: string, prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `http://${host}/${prefix}${index + 1}`);
}

/** Answers the oldest open request of a node, `count` times, letting the engine refill in between. */
async function answerOneByOne(scene: Scene, name: string, count: number): Promise<void> {
  for (let answered = 0; answered < count; answered += 1) {
    scene.at(name).open[0]?.answer();
    await scene.settle();
  }
}

describe('whose turn it is', () => {
  test('a node works on as many URLs at once as it may, over all domains', async () => {
    const scene = new Scene(options([node('a', { concurrency: 3 })], [domain('x.test', ['a']), domain('y.test', ['a'])]));
    scene.engine.accept(item('a', 'x.test', 10));
    scene.engine.accept(item('a', 'y.test', 10));
    await scene.settle();
    expect(scene.at('a').open).toHaveLength(3);
    await answerOneByOne(scene, 'a', 5);
    expect(scene.at('a').open).toHaveLength(3);
    expect(scene.engine.loads().get('a')).toMatchObject({ inFlight: 3, waiting: 12, succeeded: 5 });
  });

  test('lanes of a node take turns, URL by URL', async () => {
    const scene = new Scene(options([node('a', { concurrency: 1 })], [domain('x.test', ['a']), domain('y.test', ['a'])]));
    scene.engine.accept(item('a', 'x.test', numbered('x.test', 'big', 1000), { lane: 'org-big' }));
    scene.engine.accept(item('a', 'y.test', numbered('y.test', 'small', 3), { lane: 'org-small', task: 2 }));
    await scene.settle();
    await answerOneByOne(scene, 'a', 7);
    expect(scene.at('a').requests.map(pathOf)).toEqual(['/big1', '/small1', '/big2', '/small2', '/big3', '/small3', '/big4', '/big5']);
  });

  test('within a lane tasks take turns, so that ten URLs never wait behind a million', async () => {
    const scene = new Scene(options([node('a', { concurrency: 1 })], [domain('x.test', ['a'])]));
    scene.engine.accept(item('a', 'x.test', numbered('x.test', 'big', 1000), { task: 1 }));
    scene.engine.accept(item('a', 'x.test', numbered('x.test', 'more', 1000), { task: 1 }));
    await scene.settle();
    scene.engine.accept(item('a', 'x.test', numbered('x.test', 'small', 2), { task: 2 }));
    await answerOneByOne(scene, 'a', 5);
    expect(scene.at('a').requests.map(pathOf)).toEqual(['/big1', '/big2', '/small1', '/big3', '/small2', '/big4']);
  });

  test('a domain at its limit holds up no other on the node', async () => {
    const scene = new Scene(
      options([node('a', { concurrency: 4 })], [domain('x.test', ['a'], { concurrency: 1 }), domain('y.test', ['a'])]),
    );
    scene.engine.accept(item('a', 'x.test', 100));
    scene.engine.accept(item('a', 'y.test', 100));
    await scene.settle();
    expect(scene.at('a').open.map(hostOf).sort()).toEqual(['x.test', 'y.test', 'y.test', 'y.test']);
    // Once it has room again it has its turn again.
    for (const host of ['x.test', 'y.test']) {
      scene
        .at('a')
        .open.find((request) => hostOf(request) === host)
        ?.answer();
      await scene.settle();
    }
    expect(scene.at('a').open.map(hostOf).sort()).toEqual(['x.test', 'y.test', 'y.test', 'y.test']);
  });

  test('a domain’s concurrency counts over all its nodes, and they share it', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const scene = new Scene(
      options(
        names.map((name) => node(name)),
        [domain('x.test', names, { concurrency: 8 })],
      ),
    );
    for (const name of names) scene.engine.accept(item(name, 'x.test', 100));
    await scene.settle();
    expect(names.map((name) => scene.at(name).open.length)).toEqual([2, 2, 2, 2]);
  });

  test('a node that hangs keeps its own part of the domain and no more', async () => {
    const scene = new Scene(options([node('slow'), node('well')], [domain('x.test', ['slow', 'well'], { concurrency: 8 })]));
    scene.engine.accept(item('slow', 'x.test', 500));
    scene.engine.accept(item('well', 'x.test', 500));
    await scene.settle();
    await answerOneByOne(scene, 'well', 500);
    expect(scene.at('slow').open).toHaveLength(8);
    expect(scene.engine.loads().get('well')).toMatchObject({ succeeded: 500, waiting: 0, inFlight: 0 });
  });

  test('a slow node holds up no other node', async () => {
    const scene = new Scene(options([node('slow'), node('well')], [domain('x.test', ['slow', 'well'])]));
    scene.engine.accept(item('slow', 'x.test', 100));
    scene.engine.accept(item('well', 'x.test', 100));
    await scene.settle();
    await answerOneByOne(scene, 'well', 100);
    expect(scene.engine.loads().get('well')).toMatchObject({ succeeded: 100 });
    expect(scene.engine.loads().get('slow')).toMatchObject({ succeeded: 0, inFlight: 8, waiting: 92 });
  });

  test('every URL of a large and mixed load is pulled exactly once', async () => {
    const names = ['a', 'b', 'c'];
    const hosts = ['x.test', 'y.test'];
    const scene = new Scene(
      options(
        names.map((name) => node(name, { concurrency: 5 })),
        hosts.map((host) => domain(host, names, { concurrency: 7, requestsPerSecond: 2000 })),
      ),
    );
    const wanted: string[] = [];
    for (const [index, name] of names.entries()) {
      scene.at(name).onRequest = (request) => void scene.clock.after(3 + ((index * 7) % 5), () => request.answer());
    }
    for (let number = 0; number < 60; number += 1) {
      const name = names[number % 3] ?? '';
      const host = hosts[number % 2] ?? '';
      const urls = numbered(host, `${name}-${number}-`, 10 + (number % 7));
      wanted.push(...urls);
      scene.engine.accept(item(name, host, urls, { lane: `org-${number % 4}`, task: number % 9 }));
    }
    await scene.run(10_000);
    const pulled = names.flatMap((name) => scene.at(name).requests.map(({ request }) => `http://${request.host}${request.path}`));
    expect(pulled.toSorted()).toEqual(wanted.toSorted());
    expect(scene.outcomes).toHaveLength(wanted.length);
  });
});
