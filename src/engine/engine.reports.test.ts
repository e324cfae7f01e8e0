import { describe, expect, test } from 'vitest';
import type { Report } from '../tasks/work.ts';
import { domain, item, node, options, Scene } from './testing/scene.ts';
import type { FakeRequest } from './testing/fake-transport.ts';

function scene(concurrency = 64): Scene {
  return new Scene(options([node('a', { concurrency })], [domain('x.test', ['a'])]));
}

function kinds(reports: readonly Report[]): string[] {
  return reports.map(({ kind }) => kind);
}

describe('what the engine reports', () => {
  test('one end for each URL, in batches of 256 at most, with what it was of', async () => {
    const made = scene();
    made.at('a').onRequest = (request) => request.answer();
    const work = item('a', 'x.test', 1000, { task: 7, nodeIndex: 3 });
    made.engine.accept(work);
    await made.run(1000);
    expect(Math.max(...made.batches.map(({ length }) => length))).toBeLessThanOrEqual(256);
    const ended = made.reports.filter(({ kind }) => kind === 'ended');
    expect(new Set(ended.map(({ urlId }) => urlId))).toEqual(new Set(work.urls.map(({ id }) => id)));
    expect(ended).toHaveLength(1000);
    for (const report of ended) expect(report).toMatchObject({ task: 7, nodeIndex: 3, item: work.id });
  });

  test('after 100 ms at the latest', async () => {
    const made = scene();
    made.at('a').onRequest = (request) => request.answer();
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(99);
    expect(made.reports).toHaveLength(0);
    await made.run(2);
    expect(kinds(made.reports)).toEqual(['ended']);
  });

  test('no start of a URL that ends at once, but that of one which takes its time', async () => {
    const made = scene();
    made.at('a').onRequest = (request) => void made.clock.after(request.request.path === '/1' ? 400 : 20, () => request.answer());
    made.engine.accept(item('a', 'x.test', 2));
    await made.run(300);
    expect(kinds(made.reports)).toEqual(['ended', 'started']);
    await made.run(300);
    expect(kinds(made.reports)).toEqual(['ended', 'started', 'ended']);
    expect(made.reports[1]?.urlId).toBe(made.reports[2]?.urlId);
  });

  test('the start, once, of a URL that is in backoff', async () => {
    const made = scene();
    made.at('a').onRequest = (request) => request.answer(503);
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(10_000);
    expect(kinds(made.reports)).toEqual(['started', 'ended']);
  });

  test('how a body gets on, twice a second at most', async () => {
    const made = scene();
    made.at('a').onRequest = (request) => {
      request.sink.headers(200, { 'content-length': '10000' });
      let received = 0;
      const flow = () => {
        received += 100;
        request.sink.data(100);
        if (received === 10_000) request.end();
        else made.clock.after(30, flow);
      };
      flow();
    };
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(4000);
    const advanced = made.reports.filter((report) => report.kind === 'advanced');
    expect(advanced.length).toBeGreaterThanOrEqual(4);
    expect(advanced.length).toBeLessThanOrEqual(6);
    for (const { expectedBytes } of advanced) expect(expectedBytes).toBe(10_000);
    const received = advanced.map(({ receivedBytes }) => receivedBytes);
    expect(received).toEqual(received.toSorted((one, other) => one - other));
    expect(made.outcomes).toHaveLength(1);
  });

  test('nothing of a body that stands still, and no expectation where there is none', async () => {
    const made = scene();
    made.at('a').onRequest = (request) => {
      request.sink.headers(200, {});
      request.sink.data(500);
    };
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(5000);
    const advanced = made.reports.filter(({ kind }) => kind === 'advanced');
    expect(advanced).toEqual([expect.objectContaining({ receivedBytes: 500 })]);
    expect(advanced[0]).not.toHaveProperty('expectedBytes');
  });

  test('progress over several variants goes up steadily and is whole only at the end', async () => {
    const made = scene();
    made.at('a').onRequest = (request) => {
      request.sink.headers(200, { 'content-length': '1000' });
      request.sink.data(500);
      made.clock.after(900, () => {
        request.sink.data(500);
        request.end();
      });
    };
    made.engine.accept(item('a', 'x.test', 1, { variants: [{}, { Accept: 'a' }, { Accept: 'b' }, { Accept: 'c' }] }));
    await made.run(5000);
    const ratios = made.reports.flatMap((report) =>
      report.kind === 'advanced' ? [report.receivedBytes / (report.expectedBytes ?? 0)] : [],
    );
    expect(ratios).toEqual([0.125, 0.375, 0.625, 0.875]);
  });
});

describe('a receiver that is slow', () => {
  test('gets one batch at a time, and the engine begins nothing more meanwhile', async () => {
    const made = scene();
    const taken: (() => void)[] = [];
    made.onBatch = () => new Promise<void>((resolve) => taken.push(resolve));
    made.at('a').onRequest = (request) => request.answer();
    made.engine.accept(item('a', 'x.test', 5000));
    await made.run(5000);
    expect(made.batches).toHaveLength(1);
    expect(made.at('a').requests.length).toBeLessThanOrEqual(256 + 256 + 64);
    const before = made.at('a').requests.length;
    taken[0]?.();
    await made.run(10);
    expect(made.batches).toHaveLength(2);
    expect(made.at('a').requests.length).toBeGreaterThan(before);
  });

  test('gets a batch again that it could not take, and nothing is lost', async () => {
    const made = scene();
    let calls = 0;
    made.onBatch = async () => {
      calls += 1;
      if (calls <= 2) throw new Error('the database is busy');
    };
    made.at('a').onRequest = (request) => request.answer();
    made.engine.accept(item('a', 'x.test', 10));
    await made.run(5000);
    expect(made.batches).toHaveLength(3);
    expect(made.batches[1]).toEqual(made.batches[0]);
    expect(made.batches[2]).toEqual(made.batches[0]);
  });
});

describe('a node’s load', () => {
  test('tells what runs and waits, what came of it, and its bytes while they flow', async () => {
    const made = scene(2);
    const requests: FakeRequest[] = [];
    made.at('a').onRequest = (request) => requests.push(request);
    made.engine.accept(item('a', 'x.test', 5));
    await made.settle();
    requests[0]?.sink.headers(200, {});
    requests[0]?.sink.data(123);
    expect(made.engine.loads().get('a')).toEqual({ inFlight: 2, waiting: 3, succeeded: 0, failed: 0, bodyBytes: 123 });
    requests[1]?.answer(404, {}, 7);
    await made.settle();
    expect(made.engine.loads().get('a')).toEqual({ inFlight: 2, waiting: 2, succeeded: 0, failed: 1, bodyBytes: 130 });
  });

  test('tells of trouble with the node since it began, until a fetch succeeds', async () => {
    const made = new Scene(options([node('a')], [domain('x.test', ['a'])], { retry: { attempts: 1, backoffMs: 1, maxBackoffMs: 1 } }));
    let works = false;
    made.at('a').onRequest = (request) => {
      if (works) request.answer();
      else request.fail(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
    };
    const sinceMs = made.clock.wallMs();
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(5000);
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(5000);
    const message = 'no connection to a.test:80: nothing listens there (connection refused)';
    expect(made.engine.loads().get('a')).toMatchObject({ failed: 2, trouble: { reason: 'connect', message, sinceMs } });
    works = true;
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(200);
    expect(made.engine.loads().get('a')).not.toHaveProperty('trouble');
  });
});
