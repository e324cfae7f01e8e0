import { describe, expect, test } from 'vitest';
import { domain, item, node, options, Scene } from './testing/scene.ts';

const both = () =>
  options([node('a', { concurrency: 4 }), node('b', { concurrency: 4 })], [domain('x.test', ['a', 'b']), domain('y.test', ['a', 'b'])]);

function started(made: Scene, name: string, host?: string): number {
  return made.at(name).requests.filter(({ request }) => host === undefined || request.host === host).length;
}

describe('a pause', () => {
  test.each([
    [{ kind: 'all' } as const, { 'a x.test': 0, 'a y.test': 0, 'b x.test': 0, 'b y.test': 0 }],
    [{ kind: 'node', name: 'a' } as const, { 'a x.test': 0, 'a y.test': 0, 'b x.test': 5, 'b y.test': 5 }],
    [{ kind: 'domain', name: 'x.test' } as const, { 'a x.test': 0, 'a y.test': 5, 'b x.test': 0, 'b y.test': 5 }],
  ])('of %o stops its new fetches and no others; a resume lets them go on', async (scope, begun) => {
    const made = new Scene(both());
    for (const name of ['a', 'b']) made.at(name).onRequest = (request) => request.answer();
    made.engine.pause([scope]);
    for (const name of ['a', 'b']) for (const host of ['x.test', 'y.test']) made.engine.accept(item(name, host, 5));
    await made.run(1000);
    const counts = () =>
      Object.fromEntries(['a', 'b'].flatMap((name) => ['x.test', 'y.test'].map((host) => [`${name} ${host}`, started(made, name, host)])));
    expect(counts()).toEqual(begun);
    made.engine.pause([]);
    await made.run(1000);
    expect(counts()).toEqual({ 'a x.test': 5, 'a y.test': 5, 'b x.test': 5, 'b y.test': 5 });
    expect(made.outcomes).toHaveLength(20);
  });

  test('lets running fetches go on, and holds up what would follow them', async () => {
    const made = new Scene(both());
    made.engine.accept(item('a', 'x.test', 10, { variants: [{}, { 'Accept-Encoding': 'br' }] }));
    await made.settle();
    made.engine.pause([{ kind: 'domain', name: 'x.test' }]);
    for (const request of made.at('a').open) request.answer();
    await made.run(60_000);
    expect(started(made, 'a')).toBe(4);
    expect(made.outcomes).toHaveLength(0);
    made.engine.pause([]);
    made.at('a').onRequest = (request) => request.answer();
    await made.run(1000);
    expect(made.outcomes.map(({ status, attempts }) => [status, attempts])).toEqual(Array.from({ length: 10 }, () => ['succeeded', 2]));
  });

  test('counts in no timeout', async () => {
    const made = new Scene({ ...both(), timeouts: { connectMs: 10, headersMs: 100, idleMs: 100, urlMs: 1000 } });
    made.at('a').onRequest = (request) => request.answer();
    made.engine.pause([{ kind: 'node', name: 'a' }]);
    made.engine.accept(item('a', 'x.test', 3));
    await made.run(3_600_000);
    made.engine.pause([]);
    await made.run(200);
    expect(made.outcomes.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });

  test('of a node leaves its part of a domain to the others', async () => {
    const made = new Scene(
      options([node('a', { concurrency: 8 }), node('b', { concurrency: 8 })], [domain('x.test', ['a', 'b'], { concurrency: 8 })]),
    );
    made.engine.pause([{ kind: 'node', name: 'a' }]);
    made.engine.accept(item('a', 'x.test', 100));
    made.engine.accept(item('b', 'x.test', 100));
    await made.settle();
    expect(made.at('b').open).toHaveLength(8);
  });
});

describe('another configuration', () => {
  test('a node that leaves it: what it had ends as unknown, running, waiting and resting alike', async () => {
    const made = new Scene(both());
    made.random = 0.999;
    made.at('a').onRequest = (request) => {
      if (request.request.path === '/1') request.answer(503);
    };
    made.engine.accept(item('a', 'x.test', 600));
    await made.run(150);
    expect(made.engine.loads().get('a')).toMatchObject({ inFlight: 4, waiting: 596 });
    made.engine.reconfigure(options([node('b')], [domain('x.test', ['b'])]));
    await made.run(500);
    expect(made.outcomes).toHaveLength(600);
    for (const outcome of made.outcomes) expect(outcome).toMatchObject({ status: 'unknown', reason: 'removed' });
    expect(made.outcomes[0]?.message).toBe('node "a" is no longer in the configuration');
    expect(made.at('a').open).toHaveLength(0);
    expect(made.engine.loads().has('a')).toBe(false);
  });

  test('work for a node that is not in it ends as unknown at once', async () => {
    const made = new Scene(both());
    made.engine.accept(item('nowhere', 'x.test', 700));
    await made.run(500);
    expect(made.outcomes).toHaveLength(700);
    for (const outcome of made.outcomes) expect(outcome).toMatchObject({ status: 'unknown', reason: 'removed', attempts: 0 });
  });

  test('work for a domain that has left it is done all the same: a task keeps its plan', async () => {
    const made = new Scene(both());
    made.at('a').onRequest = (request) => request.answer();
    made.engine.reconfigure(options([node('a')], []));
    made.at('a').onRequest = (request) => request.answer();
    made.engine.accept(item('a', 'x.test', 10));
    await made.run(500);
    expect(made.outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'succeeded'));
  });

  test('another address: new fetches go there, running ones end where they are', async () => {
    const made = new Scene(options([node('a', { concurrency: 1 })], [domain('x.test', ['a'])]));
    made.engine.accept(item('a', 'x.test', 2));
    await made.settle();
    const old = made.at('a');
    made.engine.reconfigure(
      options([node('a', { concurrency: 1, addresses: { http: 'http://moved.test:80' } })], [domain('x.test', ['a'])]),
    );
    expect(old.isClosed).toBe(true);
    old.open[0]?.answer();
    await made.settle();
    expect(old.requests).toHaveLength(1);
    const moved = made.transports.get('http://moved.test:80');
    expect(moved?.requests).toHaveLength(1);
    moved?.open[0]?.answer();
    await made.run(200);
    expect(made.outcomes.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  });

  test('other headers need no other connections', async () => {
    const made = new Scene(options([node('a', { concurrency: 1 })], [domain('x.test', ['a'])]));
    made.at('a').onRequest = (request) => void made.clock.after(10, () => request.answer());
    made.engine.accept(item('a', 'x.test', 2));
    await made.run(5);
    made.engine.reconfigure(options([node('a', { concurrency: 1, headers: { 'X-Token': 'new' } })], [domain('x.test', ['a'])]));
    await made.run(500);
    expect(made.at('a').isClosed).toBe(false);
    expect(made.at('a').requests.map(({ request: { headers } }) => headers.includes('X-Token'))).toEqual([false, true]);
  });
});

describe('a stop', () => {
  test('begins nothing more, lets running fetches end, and tells of them', async () => {
    const made = new Scene(both());
    made.engine.accept(item('a', 'x.test', 100));
    await made.settle();
    let isStopped = false;
    const stopped = made.engine.stop(5000).then(() => {
      isStopped = true;
    });
    await made.run(1000);
    expect(isStopped).toBe(false);
    for (const request of made.at('a').open) request.answer();
    await made.run(1);
    await stopped;
    expect(started(made, 'a')).toBe(4);
    expect(made.outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'succeeded'));
    expect(made.at('a').isClosed).toBe(true);
  });

  test('drops without a word what does not end in time, and takes no more work', async () => {
    const made = new Scene(both());
    made.engine.accept(item('a', 'x.test', 100));
    await made.settle();
    made.at('a').open[0]?.answer();
    const stopped = made.engine.stop(5000);
    made.engine.accept(item('b', 'x.test', 100));
    await made.run(6000);
    await stopped;
    expect(made.reports.filter(({ kind }) => kind === 'ended')).toHaveLength(1);
    expect(made.at('a').open).toHaveLength(0);
    expect(made.at('b').requests).toHaveLength(0);
  });

  test('waits until its reports have been taken', async () => {
    const made = new Scene(both());
    made.at('a').onRequest = (request) => request.answer();
    const taken: (() => void)[] = [];
    made.onBatch = () => new Promise<void>((resolve) => taken.push(resolve));
    made.engine.accept(item('a', 'x.test', 300));
    await made.run(1000);
    let isStopped = false;
    const stopped = made.engine.stop(0).then(() => {
      isStopped = true;
    });
    await made.run(1000);
    expect(isStopped).toBe(false);
    for (let batch = 0; batch < 3; batch += 1) {
      taken[batch]?.();
      await made.run(10);
    }
    await stopped;
    expect(made.outcomes).toHaveLength(made.at('a').requests.length);
  });
});
