import { describe, expect, test } from 'vitest';
import type { FakeRequest } from './testing/fake-transport.ts';
import { domain, item, node, options, Scene } from './testing/scene.ts';
import type { EngineDomain, EngineNode } from './options.ts';

const date = 'Tue, 24 Nov 2026 17:00:00 GMT';
const storable = { date, 'cache-control': 'max-age=60', etag: '"a"' };
const forbidden = { date, 'cache-control': 'no-store' };
const untold = { date };

/** One node, `a`, of a domain with this `verify`; each request is answered by what the test gives it. */
function scene(verify: EngineDomain['verify'], more: Partial<EngineNode> = {}): Scene {
  const made = new Scene(options([node('a', { cache: 'nginx', ...more })], [domain('cdn.test', ['a'], {}, verify)]));
  return made;
}

async function pulled(made: Scene, answer: (request: FakeRequest, nth: number) => void, more: Parameters<typeof item>[3] = {}) {
  made.engine.accept(item('a', 'cdn.test', ['http://cdn.test/x'], more));
  await made.settle();
  let nth = 0;
  made.at('a').onRequest = (request) => answer(request, (nth += 1));
  for (const request of made.at('a').open) answer(request, (nth += 1));
  await made.run(5000);
  return made.outcomes;
}

/** `HEAD only-if-cached`, `GET`. */
function asked(made: Scene): string[] {
  return made
    .at('a')
    .requests.map(({ request: { method = 'GET', headers, path } }) =>
      [
        method,
        ...(path.startsWith('/.well-known') ? ['hello'] : []),
        ...(headers.includes('only-if-cached') ? ['only-if-cached'] : []),
      ].join(' '),
    );
}

describe('verify: off', () => {
  test('takes a whole 2xx response for a success, whatever it says', async () => {
    const [outcome] = await pulled(scene('off'), (request) => request.answer(200, forbidden, 10));
    expect(outcome).toMatchObject({ status: 'succeeded', bodyBytes: 10 });
    expect(outcome).not.toHaveProperty('verdict');
  });
});

describe('verify: headers', () => {
  test.each([
    ['succeeds on a hit', { ...storable, 'x-cache-status': 'HIT' }, { status: 'succeeded', verdict: 'hit-proven' }],
    ['succeeds on what is likely stored', { ...storable, 'x-cache-status': 'MISS' }, { status: 'succeeded', verdict: 'stored-likely' }],
    [
      'fails on what may not be stored, and says what forbids it',
      forbidden,
      { status: 'failed', reason: 'uncacheable', verdict: 'uncacheable', message: expect.stringContaining('Cache-Control: no-store') },
    ],
    [
      'does not know where the response does not tell, and says why',
      untold,
      { status: 'unknown', reason: 'unverified', verdict: 'unknown', message: expect.stringContaining('proxy_cache_valid') },
    ],
  ])('%s', async (_, headers, outcome) => {
    const made = scene('headers');
    expect(await pulled(made, (request) => request.answer(200, headers, 10))).toMatchObject([
      { ...outcome, httpStatus: 200, bodyBytes: 10 },
    ]);
    expect(asked(made)).toEqual(['GET']);
  });

  test('judges a status that is no success by that alone', async () => {
    const [outcome] = await pulled(scene('headers'), (request) => request.answer(404, forbidden, 10));
    expect(outcome).toMatchObject({ status: 'failed', reason: 'http_status' });
    expect(outcome).not.toHaveProperty('verdict');
  });

  test('of several variants the worst counts; after one that is uncacheable none is asked for', async () => {
    const variants = [{}, { 'Accept-Encoding': 'br' }, { 'Accept-Encoding': 'gzip' }];
    const answers = [{ ...storable, 'x-cache-status': 'HIT' }, untold, storable];
    const made = scene('headers');
    expect(await pulled(made, (request, nth) => request.answer(200, answers[nth - 1], 10), { variants })).toMatchObject([
      { status: 'unknown', reason: 'unverified', verdict: 'unknown', bodyBytes: 30, attempts: 3 },
    ]);

    const other = scene('headers');
    const stops = [storable, forbidden, storable];
    expect(await pulled(other, (request, nth) => request.answer(200, stops[nth - 1], 10), { variants })).toMatchObject([
      { status: 'failed', reason: 'uncacheable', verdict: 'uncacheable', bodyBytes: 20, attempts: 2 },
    ]);
  });

  test('what a variant or the node sends counts as well', async () => {
    const made = scene('headers', { cache: 'varnish', headers: { Authorization: 'Basic x' } });
    expect(await pulled(made, (request) => request.answer(200, storable, 10))).toMatchObject([
      { status: 'failed', message: expect.stringContaining('Authorization') },
    ]);
  });

  test('a Vary that no variant sets is told with the success', async () => {
    const vary = { ...storable, vary: 'Accept-Encoding' };
    const plain = await pulled(scene('headers'), (request) => request.answer(200, vary, 10));
    expect(plain).toMatchObject([
      { status: 'succeeded', message: expect.stringContaining('varies by accept-encoding, which no variant sets') },
    ]);
    const set = await pulled(scene('headers'), (request) => request.answer(200, vary, 10), { variants: [{ 'accept-encoding': 'br' }] });
    expect(set[0]).not.toHaveProperty('message');
  });

  test('a domain that left the configuration is judged as it was', async () => {
    const made = scene('headers');
    made.engine.reconfigure(options([node('a', { cache: 'nginx' })], []));
    expect(await pulled(made, (request) => request.answer(200, forbidden, 10))).toMatchObject([{ reason: 'uncacheable' }]);
  });
});

describe('what the node had already', () => {
  const hit = { ...storable, 'x-cache-status': 'HIT', 'content-length': '10' };
  const variants = [{}, { 'Accept-Encoding': 'br' }];

  test('is told where it answered from its store, in all variants', async () => {
    const [one] = await pulled(scene('headers'), (request) => request.answer(200, hit, 10));
    expect(one).toMatchObject({ status: 'succeeded', wasThere: true });
    const [both] = await pulled(scene('headers'), (request) => request.answer(200, hit, 10), { variants });
    expect(both).toMatchObject({ wasThere: true });
    const [half] = await pulled(scene('headers'), (request, nth) => request.answer(200, nth === 1 ? storable : hit, 10), { variants });
    expect(half).not.toHaveProperty('wasThere');
  });

  test('is not what the proof finds there once it was fetched', async () => {
    const made = scene('rehit', { onlyIfCached: true });
    const [outcome] = await pulled(made, (request, nth) => (nth === 1 ? request.answer(200, storable, 10) : request.answer(200, hit)));
    expect(outcome).toMatchObject({ verdict: 'hit-proven' });
    expect(outcome).not.toHaveProperty('wasThere');
  });
});

describe('verify: rehit, on a node that answers only-if-cached from store', () => {
  const asking = { onlyIfCached: true };
  const hit = { ...storable, 'x-cache-status': 'HIT', 'content-length': '10' };

  test('succeeds when the node has what came', async () => {
    const made = scene('rehit', asking);
    const outcomes = await pulled(made, (request, nth) => (nth === 1 ? request.answer(200, storable, 10) : request.answer(200, hit)));
    expect(outcomes).toMatchObject([{ status: 'succeeded', verdict: 'hit-proven', attempts: 1, bodyBytes: 10 }]);
    expect(asked(made)).toEqual(['GET', 'HEAD only-if-cached']);
  });

  test('the probe has the headers of its variant', async () => {
    const made = scene('rehit', asking);
    const variants = [{ 'Accept-Encoding': 'br' }, { 'Accept-Encoding': 'gzip' }];
    await pulled(made, (request) => request.answer(200, hit, request.request.method === 'HEAD' ? 0 : 10), { variants });
    expect(asked(made)).toEqual(['GET', 'HEAD only-if-cached', 'GET', 'HEAD only-if-cached']);
    expect(made.at('a').requests.map(({ request: { headers } }) => (headers.includes('br') ? 'br' : 'gzip'))).toEqual([
      'br',
      'br',
      'gzip',
      'gzip',
    ]);
  });

  test.each([
    ['another length', { ...hit, 'content-length': '11' }, '11 bytes, not 10'],
    ['another ETag', { ...hit, etag: '"b"' }, 'validator "b", not "a"'],
    ['an answer that the cache did not have', { ...hit, 'x-cache-status': 'MISS' }, 'X-Cache-Status: MISS'],
    ['an expired copy', { ...hit, 'x-cache-status': 'STALE' }, 'X-Cache-Status: STALE'],
  ])('%s is no proof', async (_, headers, message) => {
    const made = scene('rehit', asking);
    const outcomes = await pulled(made, (request, nth) => (nth === 1 ? request.answer(200, storable, 10) : request.answer(200, headers)));
    expect(outcomes).toMatchObject([
      { status: 'unknown', reason: 'unverified', verdict: 'unknown', message: expect.stringContaining(message) },
    ]);
  });

  test('a weak ETag is that of the same object', async () => {
    const made = scene('rehit', asking);
    const weak = { ...hit, etag: 'W/"a"' };
    expect(await pulled(made, (request, nth) => (nth === 1 ? request.answer(200, storable, 10) : request.answer(200, weak)))).toMatchObject(
      [{ status: 'succeeded' }],
    );
  });

  test('a cache that has not finished storing is asked again, before it counts as not stored', async () => {
    const late = scene('rehit', asking);
    const answers = (request: FakeRequest, nth: number): void =>
      nth === 1 ? request.answer(200, storable, 10) : request.answer(nth < 4 ? 504 : 200, nth < 4 ? {} : hit);
    expect(await pulled(late, answers)).toMatchObject([{ status: 'succeeded', verdict: 'hit-proven' }]);

    const never = scene('rehit', asking);
    expect(await pulled(never, (request, nth) => (nth === 1 ? request.answer(200, storable, 10) : request.answer(504)))).toMatchObject([
      { status: 'failed', reason: 'uncacheable', verdict: 'uncacheable', message: expect.stringContaining('found nothing in store') },
    ]);
    expect(asked(never)).toEqual(['GET', ...Array.from({ length: 4 }, () => 'HEAD only-if-cached')]);
  });

  test('what the headers forbid is asked for as well: the configuration may allow it', async () => {
    const allowed = scene('rehit', asking);
    const stored = { ...forbidden, 'x-cache-status': 'HIT', 'content-length': '10' };
    expect(
      await pulled(allowed, (request, nth) => (nth === 1 ? request.answer(200, forbidden, 10) : request.answer(200, stored))),
    ).toMatchObject([{ status: 'succeeded', verdict: 'hit-proven' }]);
    const not = scene('rehit', asking);
    expect(await pulled(not, (request, nth) => (nth === 1 ? request.answer(200, forbidden, 10) : request.answer(504)))).toMatchObject([
      { reason: 'uncacheable', message: expect.stringContaining('Cache-Control: no-store') },
    ]);
  });

  test('but not Traffic Server, which would ask its origin for what has expired', async () => {
    const made = scene('rehit', { ...asking, cache: 'trafficserver' });
    const expired = { date, 'cache-control': 'max-age=0' };
    expect(await pulled(made, (request) => request.answer(200, expired, 10))).toMatchObject([{ status: 'failed', reason: 'uncacheable' }]);
    expect(asked(made)).toEqual(['GET']);
  });

  test('a probe that breaks is tried again as configured, then it can’t be told', async () => {
    const reset = (): Error => Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    const made = scene('rehit', asking);
    expect(await pulled(made, (request, nth) => (nth === 1 ? request.answer(200, storable, 10) : request.fail(reset())))).toMatchObject([
      {
        status: 'unknown',
        reason: 'unverified',
        verdict: 'stored-likely',
        attempts: 1,
        message: expect.stringContaining('the probe failed'),
      },
    ]);
    expect(asked(made)).toEqual(['GET', 'HEAD only-if-cached', 'HEAD only-if-cached', 'HEAD only-if-cached']);
  });

  test('a probe holds the slot of its pull, and neither more nor a second turn of its domain', async () => {
    const made = new Scene(
      options([node('a', { cache: 'nginx', concurrency: 1, ...asking })], [domain('cdn.test', ['a'], { requestsPerSecond: 1 }, 'rehit')]),
    );
    made.engine.accept(item('a', 'cdn.test', 2));
    await made.settle();
    const [first] = made.at('a').open;
    first?.answer(200, storable, 10);
    await made.settle();
    expect(asked(made)).toEqual(['GET', 'HEAD only-if-cached']);
    made.at('a').open[0]?.answer(200, hit);
    await made.run(1000);
    expect(asked(made)).toEqual(['GET', 'HEAD only-if-cached', 'GET']);
  });
});

describe('verify: rehit, on a node that can’t be asked', () => {
  test('is not known, with the lines that would change that; nothing is sent', async () => {
    const made = scene('rehit', { onlyIfCached: false });
    expect(await pulled(made, (request) => request.answer(200, storable, 10))).toMatchObject([
      { status: 'unknown', reason: 'unverified', verdict: 'stored-likely', message: expect.stringContaining('examples/edges/nginx.conf') },
    ]);
    expect(asked(made)).toEqual(['GET']);
  });

  test('a hit by its own word is a proof all the same', async () => {
    const made = scene('rehit', { onlyIfCached: false });
    expect(await pulled(made, (request) => request.answer(200, { ...storable, 'x-cache-status': 'HIT' }, 10))).toMatchObject([
      { status: 'succeeded', verdict: 'hit-proven' },
    ]);
  });

  test('an object of several slices is not asked for', async () => {
    const made = scene('rehit', { onlyIfCached: true, sliceBytes: 5 });
    expect(await pulled(made, (request) => request.answer(200, storable, 10))).toMatchObject([
      { status: 'unknown', message: expect.stringContaining('slices') },
    ]);
  });
});

describe('verify: rehit, where it has to be found out', () => {
  const answering = (honours: boolean) => (request: FakeRequest) => {
    const { method, headers, path } = request.request;
    const only = headers.includes('only-if-cached');
    if (path.startsWith('/.well-known')) request.answer(only && honours ? 504 : 404);
    else if (method === 'HEAD') request.answer(200, { ...storable, 'x-cache-status': 'HIT', 'content-length': '10' });
    else request.answer(200, storable, 10);
  };

  test('is found out once, on a path that nobody stores, and then the node is asked', async () => {
    const made = scene('rehit', { onlyIfCached: 'auto' });
    expect(await pulled(made, answering(true))).toMatchObject([{ status: 'succeeded', verdict: 'hit-proven' }]);
    expect(asked(made)).toEqual(['GET', 'HEAD hello only-if-cached', 'HEAD hello', 'HEAD only-if-cached']);
    made.engine.accept(item('a', 'cdn.test', ['http://cdn.test/y']));
    await made.run(1000);
    expect(asked(made).slice(4)).toEqual(['GET', 'HEAD only-if-cached']);
  });

  test('a node that would fill is never asked for an object', async () => {
    const made = scene('rehit', { onlyIfCached: 'auto' });
    expect(await pulled(made, answering(false))).toMatchObject([
      { status: 'unknown', reason: 'unverified', message: expect.stringContaining('only-if-cached of examples/edges/nginx.conf') },
    ]);
    expect(asked(made)).toEqual(['GET', 'HEAD hello only-if-cached']);
  });

  test('a node that leaves the configuration meanwhile is told as removed', async () => {
    const made = scene('rehit', { onlyIfCached: 'auto' });
    made.engine.accept(item('a', 'cdn.test', ['http://cdn.test/x']));
    await made.settle();
    made.at('a').open[0]?.answer(200, storable, 10);
    await made.settle();
    const hello = made.at('a').open[0];
    made.engine.reconfigure(options([], []));
    hello?.answer(504);
    await made.run(60_000);
    expect(made.outcomes).toMatchObject([{ status: 'unknown', reason: 'removed' }]);
  });
});
