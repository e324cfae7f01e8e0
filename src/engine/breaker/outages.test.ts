import { describe, expect, test } from 'vitest';
import type { FakeRequest } from '../testing/fake-transport.ts';
import { domain, item, node, options, Scene } from '../testing/scene.ts';

const quickTimeouts = { connectMs: 1000, headersMs: 2000, idleMs: 2000, urlMs: 20_000 };

function scene(more: Partial<ReturnType<typeof options>> = {}): Scene {
  const nodes = [node('a', { concurrency: 64 }), node('b', { concurrency: 64 })];
  return new Scene(options(nodes, [domain('x.test', ['a', 'b']), domain('y.test', ['a', 'b'])], { timeouts: quickTimeouts, ...more }));
}

const succeeds = (request: FakeRequest): void => request.answer(200, {}, 10);

describe('a node that is down', () => {
  test('for ten seconds costs no URL an attempt, though all its slots were taken when it went', async () => {
    const made = scene();
    made.at('a').onRequest = succeeds;
    made.at('a').refuses = true;
    made.engine.accept(item('a', 'x.test', 200));
    await made.run(10_000);
    expect(made.outcomes).toEqual([]);
    expect(made.at('a').refusals, 'what was sent at once, and knocks').toBeLessThan(64 + 10);
    expect(made.engine.loads().get('a')).toMatchObject({ inFlight: 0, waiting: 200, down: { reason: 'connect' } });
    made.at('a').refuses = false;
    await made.run(6000);
    expect(made.outcomes).toHaveLength(200);
    for (const outcome of made.outcomes) expect(outcome).toMatchObject({ status: 'succeeded', attempts: 1, elapsedMs: 0 });
    expect(made.engine.loads().get('a')).not.toHaveProperty('down');
    expect(made.loadChanges).toBe(2);
  });

  test('costs a single URL no attempt either', async () => {
    const made = scene({ retry: { attempts: 2, backoffMs: 1, maxBackoffMs: 1 } });
    made.at('a').onRequest = succeeds;
    made.at('a').refuses = true;
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(10_000);
    expect(made.engine.loads().get('a')).toHaveProperty('down');
    made.at('a').refuses = false;
    await made.run(6000);
    expect(made.outcomes).toMatchObject([{ status: 'succeeded', attempts: 1 }]);
  });

  test('is so as well when it takes requests and never answers; what it does not answer is no attempt', async () => {
    const made = scene();
    made.at('a').onKnock = () => undefined;
    made.engine.accept(item('a', 'x.test', 100));
    await made.run(60_000);
    expect(made.outcomes).toEqual([]);
    expect(made.at('a').requests).toHaveLength(64);
    expect(made.at('a').knocks.length).toBeGreaterThan(5);
    expect(made.at('a').knocks.filter(({ isOver }) => !isOver).length).toBeLessThanOrEqual(1);
    made.at('a').onRequest = succeeds;
    made.at('a').onKnock = (request) => request.answer(404);
    await made.run(8000);
    expect(made.outcomes).toHaveLength(100);
    for (const outcome of made.outcomes) expect(outcome).toMatchObject({ status: 'succeeded', attempts: 1 });
  });

  test('is found back though nothing waits for it', async () => {
    const made = scene({ retry: { attempts: 1, backoffMs: 1, maxBackoffMs: 1 } });
    made.at('a').onRequest = (request) => request.fail(Object.assign(new Error('untrusted'), { code: 'CERT_HAS_EXPIRED' }));
    made.at('a').onKnock = made.at('a').onRequest;
    made.engine.accept(item('a', 'x.test', 3));
    await made.run(30_000);
    expect(made.outcomes.map(({ reason }) => reason)).toEqual(['tls', 'tls', 'tls']);
    expect(made.engine.loads().get('a')).toMatchObject({ waiting: 0, down: { reason: 'tls' } });
    made.at('a').onKnock = (request) => request.answer(404);
    await made.run(5100);
    expect(made.engine.loads().get('a')).not.toHaveProperty('down');
  });

  test('holds back no other node, and leaves it its part of the domain', async () => {
    const made = new Scene(
      options([node('a', { concurrency: 8 }), node('b', { concurrency: 8 })], [domain('x.test', ['a', 'b'], { concurrency: 8 })]),
    );
    made.at('a').refuses = true;
    made.engine.accept(item('a', 'x.test', 500));
    await made.run(1000);
    made.engine.accept(item('b', 'x.test', 500));
    await made.settle();
    expect(made.at('b').open).toHaveLength(8);
    made.at('b').onRequest = succeeds;
    for (const request of made.at('b').open) request.answer();
    await made.run(1000);
    expect(made.engine.loads().get('b')).toMatchObject({ succeeded: 500, waiting: 0 });
    expect(made.engine.loads().get('a')).toMatchObject({ waiting: 500 });
  });

  test('is no node that answers with failures, however many, and however its bodies break off', async () => {
    const made = scene();
    let count = 0;
    made.at('a').onRequest = (request) => {
      count += 1;
      if (count % 2 === 0) request.answer([500, 502, 504, 400][count % 4] ?? 500);
      else {
        request.sink.headers(200, { 'content-length': '100' });
        request.fail(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
      }
    };
    made.engine.accept(item('a', 'x.test', 500));
    for (let second = 0; second < 20; second += 1) {
      await made.run(1000);
      expect(made.engine.loads().get('a')).not.toHaveProperty('down');
    }
    expect(made.outcomes).toHaveLength(500);
    expect([made.at('a').knocks, made.loadChanges]).toEqual([[], 0]);
  });

  test('is waited for by what is paused on it too, and a pause fails nothing', async () => {
    const made = scene({ nodeDownMs: 10_000 });
    made.at('a').refuses = true;
    made.engine.accept(item('a', 'x.test', 5));
    made.engine.accept(item('a', 'y.test', 7));
    await made.run(1000);
    made.engine.pause([{ kind: 'domain', name: 'y.test' }]);
    await made.run(60_000);
    expect(made.outcomes).toHaveLength(5);
    made.engine.pause([]);
    await made.run(200);
    expect(made.outcomes).toHaveLength(12);
  });
});

describe('a node that is down for longer than nodeDownMs', () => {
  test('fails what waits for it at once, wherever that waits, and what comes anew; and is found back all the same', async () => {
    const made = scene({ nodeDownMs: 30_000 });
    made.random = 0.999;
    const a = made.at('a');
    // One rests for a retry when the node goes.
    a.onRequest = (request) => (request.request.path === '/1' ? request.answer(500, { 'retry-after': '15' }) : undefined);
    made.engine.accept(item('a', 'x.test', 20));
    await made.settle();
    a.refuses = true;
    for (const request of a.open) request.fail(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    made.engine.accept(item('a', 'y.test', 1000));
    await made.run(29_000);
    expect(made.outcomes).toEqual([]);
    await made.run(2000);
    expect(made.outcomes).toHaveLength(1020);
    for (const outcome of made.outcomes) {
      expect(outcome).toMatchObject({
        status: 'failed',
        reason: 'connect',
        message: expect.stringMatching(/^the node has been down since 2026-01-01T00:00.*timeouts\.nodeDownMs/),
      });
    }
    const sent = a.refusals;
    made.engine.accept(item('a', 'x.test', 2000));
    await made.run(200);
    expect(made.outcomes).toHaveLength(3020);
    expect(a.refusals - sent).toBeLessThan(2);
    a.refuses = false;
    a.onRequest = succeeds;
    await made.run(6000);
    made.engine.accept(item('a', 'x.test', 3));
    await made.run(200);
    expect(made.outcomes.slice(-3).map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });

  test('tells no more ends at once than are taken', async () => {
    const made = scene({ nodeDownMs: 1000 });
    made.at('a').refuses = true;
    made.onBatch = () => new Promise(() => undefined);
    made.engine.accept(item('a', 'x.test', 100_000));
    await made.run(60_000);
    expect(made.outcomes.length).toBeLessThanOrEqual(256);
    expect(made.engine.loads().get('a')?.waiting).toBeGreaterThan(90_000);
  });
});

describe('a request without an answer from a node that is alive', () => {
  test('is an attempt: an origin that hangs fails its URLs as before', async () => {
    const made = scene({ retry: { attempts: 3, backoffMs: 100, maxBackoffMs: 100 } });
    made.engine.accept(item('a', 'x.test', 64));
    await made.run(8000);
    expect(made.outcomes).toHaveLength(64);
    for (const outcome of made.outcomes) expect(outcome).toMatchObject({ status: 'failed', reason: 'timeout', attempts: 3 });
    expect(made.loadChanges, 'it was never down').toBe(0);
  });

  test('that takes no connections, and answers knocks, ends its URLs', async () => {
    const made = scene();
    made.at('a').onRequest = (request) => request.fail(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    made.engine.accept(item('a', 'x.test', 100));
    await made.run(30_000);
    expect(made.outcomes).toHaveLength(100);
    for (const outcome of made.outcomes) expect(outcome).toMatchObject({ status: 'failed', reason: 'connect', attempts: 3 });
  });

  test('that comes and goes for ever ends them too', async () => {
    const made = scene();
    made.at('a').onRequest = (request) => request.fail(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    made.at('a').onKnock = (request) => (made.at('a').knocks.length % 2 === 1 ? made.at('a').onRequest(request) : request.answer());
    made.engine.accept(item('a', 'x.test', 100));
    await made.run(120_000);
    expect(made.outcomes).toHaveLength(100);
  });
});

describe('another configuration', () => {
  test('with another address is tried at once, by what waited', async () => {
    const made = scene();
    made.at('a').refuses = true;
    made.engine.accept(item('a', 'x.test', 10));
    await made.run(20_000);
    const moved = node('a', { addresses: { http: 'http://moved.test:80' } });
    made.onTransport = (transport) => (transport.onRequest = succeeds);
    made.engine.reconfigure(options([moved, node('b')], [domain('x.test', ['a'])]));
    await made.run(200);
    expect(made.outcomes).toHaveLength(10);
    for (const outcome of made.outcomes) expect(outcome).toMatchObject({ status: 'succeeded', attempts: 1 });
  });

  test('without the node ends what waited as removed, and knocks no more', async () => {
    const made = scene();
    made.at('a').refuses = true;
    made.engine.accept(item('a', 'x.test', 10));
    await made.run(20_000);
    made.engine.reconfigure(options([node('b')], [domain('x.test', ['b'])]));
    await made.run(200);
    expect(made.outcomes.map(({ reason }) => reason)).toEqual(Array.from({ length: 10 }, () => 'removed'));
    expect(made.clock.pending).toBe(0);
  });
});

test('a stop waits for no node that is down, and drops what waits without a word', async () => {
  const made = scene();
  made.at('a').refuses = true;
  made.engine.accept(item('a', 'x.test', 10));
  await made.run(5000);
  await made.engine.stop(60_000);
  expect(made.outcomes).toEqual([]);
  expect(made.clock.pending).toBe(0);
});

test('what a node was filled with before it went down is fetched anew before it is asked for', async () => {
  const nodes = [node('a', { concurrency: 2, cache: 'nginx', onlyIfCached: true })];
  const made = new Scene(options(nodes, [domain('x.test', ['a'], {}, 'rehit')]));
  const a = made.at('a');
  const storable = { 'cache-control': 'max-age=60', 'x-cache-status': 'MISS' };
  let isThere = false;
  a.onRequest = ({ request: { method = 'GET' } }) => {
    const request = a.requests.at(-1);
    if (method === 'GET') {
      isThere = true;
      request?.answer(200, storable, 10);
    } else if (a.requests.length > 2 && isThere) {
      request?.answer(200, { ...storable, 'x-cache-status': 'HIT', 'content-length': '10' });
    } else {
      // It dies with what it had in store.
      isThere = false;
      a.refuses = true;
      request?.fail(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    }
  };
  made.engine.accept(item('a', 'x.test', 1));
  await made.run(10_000);
  a.refuses = false;
  await made.run(6000);
  expect(made.outcomes).toMatchObject([{ status: 'succeeded', verdict: 'hit-proven' }]);
  expect(a.requests.map(({ request: { method = 'GET' } }) => method)).toEqual(['GET', 'HEAD', 'GET', 'HEAD']);
});
