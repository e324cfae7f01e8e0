import { describe, expect, test } from 'vitest';
import type { Variant } from '../../tasks/plan.ts';
import type { FakeRequest } from '../testing/fake-transport.ts';
import { LookScene } from '../testing/look-scene.ts';
import { item, options, Scene } from '../testing/scene.ts';

const host = 'cdn.test';
const hit = { 'cache-control': 'max-age=60', 'x-cache-status': 'HIT', 'content-length': '10', etag: '"a"' };
const url = (path: string): string => `http://${host}${path}`;

describe('a node that answers only-if-cached from store alone', () => {
  test('is asked once a variant, with its headers, in the order of the order', async () => {
    const made = new LookScene();
    made.answer = (request) =>
      request.request.path === '/a' ? request.answer(200, hit) : request.answer(504, { 'x-cache-status': 'MISS' });
    const variants: Variant[] = [{ 'Accept-Encoding': 'br' }, {}];
    const looks = await made.engine.look({ node: 'a', domain: host, variants, urls: [{ url: url('/a') }, { url: url('/b') }] });
    expect(looks).toMatchObject([
      { url: url('/a'), variants: [{ state: 'fresh', validator: '"a"' }, { state: 'fresh' }] },
      { url: url('/b'), variants: [{ state: 'absent' }, { state: 'absent' }] },
    ]);
    expect(made.lines).toEqual(['HEAD /a only-if-cached', 'HEAD /a only-if-cached', 'HEAD /b only-if-cached', 'HEAD /b only-if-cached']);
    expect(made.asked.map(({ request }) => request.headers.includes('br'))).toEqual([true, false, true, false]);
  });

  test('without variants there is one: the plain object', async () => {
    const made = new LookScene();
    made.answer = (request) => request.answer(200, hit);
    expect(await made.look(['/a'], { variants: [] })).toHaveLength(1);
  });

  test('is asked beside its pulls, whatever they are held up by, and by 16 questions at once', async () => {
    const made = new LookScene({ concurrency: 1 });
    const pulls = made.at('a');
    made.engine.accept(item('a', host, 5));
    await made.settle();
    expect(pulls.open).toHaveLength(1);
    const looking = made.look(Array.from({ length: 40 }, (_, index) => `/${index}`));
    await made.settle();
    expect(made.asked).toHaveLength(16);
    for (const request of made.asked.slice(0, 4)) request.answer(200, hit);
    await made.settle();
    expect(made.asked).toHaveLength(20);
    made.answer = (request) => request.answer(200, hit);
    for (const request of made.asked.filter(({ isOver }) => !isOver)) request.answer(200, hit);
    expect(new Set((await looking).map(({ state }) => state))).toEqual(new Set(['fresh']));
    expect(pulls.requests).toHaveLength(1);
  });

  test('that lets us wait is not known: it may be fetching the object', async () => {
    const made = new LookScene();
    expect(await made.look(['/a'])).toMatchObject([
      { state: 'unknown', because: expect.stringContaining('did not answer within 5000 ms') },
    ]);
    expect(made.asked[0]?.isAborted).toBe(true);
  });

  test('is asked again once when a connection breaks, which may have been its age', async () => {
    const made = new LookScene();
    const reset = (): Error => Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    made.answer = (request) => (made.asked.length === 1 ? request.fail(reset()) : request.answer(200, hit));
    expect(await made.look(['/a'])).toMatchObject([{ state: 'fresh' }]);
    made.answer = (request) => request.fail(reset());
    expect(await made.look(['/b'])).toMatchObject([{ state: 'unknown' }]);
    expect(made.asked).toHaveLength(4);
  });

  test('and then fetches all the same is not asked again, for a while', async () => {
    const made = new LookScene();
    made.answer = (request) => request.answer(200, { ...hit, 'x-cache-status': 'MISS' });
    expect(await made.look(['/a'])).toMatchObject([
      { state: 'unknown', because: expect.stringMatching(/MISS: it asked its origin.*not asked again.*examples\/edges\/nginx\.conf/) },
    ]);
    expect(await made.look(['/b'])).toMatchObject([{ state: 'unknown', because: expect.stringContaining('examples/edges/nginx.conf') }]);
    expect(made.asked).toHaveLength(1);
    await made.run(11 * 60_000);
    await made.look(['/b']);
    expect(made.asked).toHaveLength(2);
  });

  test('a sentence of it is cut', async () => {
    const made = new LookScene({ cache: 'trafficserver' });
    const value = `max-age=${'0'.repeat(4000)}`;
    made.answer = (request) => request.answer(200, { 'cache-control': value, age: '1', 'x-only-if-cached': 'store' });
    const [sighting] = await made.look(['/a']);
    expect(sighting?.because.length).toBeLessThanOrEqual(500);
  });
});

describe('a node that is not asked', () => {
  test.each([
    ['may fill', { onlyIfCached: false }, 'examples/edges/nginx.conf'],
    ['has no address for the scheme', { addresses: { https: 'https://a.test:443' } }, 'no address for http'],
  ] as const)('%s', async (_, more, because) => {
    const made = new LookScene(more);
    expect(await made.look(['/a'])).toMatchObject([{ state: 'unknown', because: expect.stringContaining(because) }]);
    expect(made.asked).toEqual([]);
  });

  test('is not in the configuration', async () => {
    const made = new LookScene();
    expect(await made.look(['/a'], { node: 'b' })).toMatchObject([{ state: 'unknown', because: expect.stringContaining('"b"') }]);
  });

  test('is one that does not say whether it may fill, and turns out to', async () => {
    const made = new LookScene({ onlyIfCached: 'auto' });
    made.answer = (request) => request.answer(404);
    expect(await made.look(['/a', '/b'])).toMatchObject([{ state: 'unknown' }, { state: 'unknown' }]);
    expect(made.lines).toEqual(['HEAD hello only-if-cached']);
  });

  test('does not say, and does not answer: that is asked again before long', async () => {
    const made = new LookScene({ onlyIfCached: 'auto' });
    expect(await made.look(['/a'])).toMatchObject([
      { state: 'unknown', because: expect.stringContaining('did not answer when it was asked') },
    ]);
    made.answer = (request) => request.answer(request.request.headers.includes('only-if-cached') ? 504 : 404, { server: 'nginx' });
    await made.run(6000);
    expect(await made.look(['/a'])).toMatchObject([{ state: 'absent' }]);
  });

  test('is down: nothing but a knock is sent to it', async () => {
    const made = new LookScene();
    made.at('a').refuses = true;
    made.engine.accept(item('a', host, 5));
    await made.run(2000);
    expect(made.engine.loads().get('a')).toMatchObject({ down: { reason: 'connect' } });
    expect(await made.look(['/a'])).toMatchObject([{ state: 'unknown', because: expect.stringContaining('the node has been down since') }]);
    expect(made.asked).toEqual([]);
  });

  test('is found to be down by a look, if nobody else talks to it', async () => {
    const made = new LookScene();
    made.at('a').refuses = true;
    const refusing = made.onTransport;
    made.onTransport = (transport, ...rest) => {
      refusing?.(transport, ...rest);
      transport.refuses = true;
    };
    expect(await made.look(['/a'])).toMatchObject([{ state: 'unknown' }]);
    await made.run(2000);
    expect(made.engine.loads().get('a')).toMatchObject({ down: { reason: 'connect' } });
  });

  test('a fault of ours is an answer for its URL alone', async () => {
    const made = new LookScene();
    made.answer = (request) => request.answer(200, hit);
    expect(await made.look([{ url: 'no URL' }, '/a'])).toMatchObject([{ state: 'unknown' }, { state: 'fresh' }]);
  });

  test('can’t be reached: of a thousand URLs sixteen find that out, the others hear of it', async () => {
    const made = new LookScene();
    made.answer = () => undefined;
    made.onTransport = (transport) => {
      transport.get = (_request, sink) => {
        made.asked.length += 1;
        queueMicrotask(() => sink.failed(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })));
      };
    };
    const sightings = await made.look(Array.from({ length: 1000 }, (_, index) => `/${index}`));
    expect(new Set(sightings.map(({ state }) => state))).toEqual(new Set(['unknown']));
    expect(made.asked.length).toBeLessThanOrEqual(16);
  });
});

describe('Traffic Server', () => {
  const nowMs = new Scene(options([], [])).clock.wallMs();

  test('as it comes is asked only for what is known to be fresh, and with max-stale', async () => {
    const made = new LookScene({ cache: 'trafficserver' });
    made.answer = (request) => request.answer(request.request.path === '/fresh' ? 200 : 504, { age: '1', 'cache-control': 'max-age=60' });
    const urls = [
      { url: url('/untold') },
      { url: url('/past'), freshUntilMs: nowMs - 1 },
      { url: url('/fresh'), freshUntilMs: nowMs + 60_000 },
    ];
    expect(await made.look(urls)).toMatchObject([
      { state: 'unknown', because: expect.stringContaining('examples/edges/trafficserver/only-if-cached.conf') },
      { state: 'expired', because: expect.stringContaining('was fresh until') },
      { state: 'fresh', freshForS: 59 },
    ]);
    expect(made.lines).toEqual(['HEAD hello only-if-cached', 'HEAD /fresh only-if-cached, max-stale']);
  });

  test('that says that it answers from store alone is asked for anything', async () => {
    const made = new LookScene({ cache: 'trafficserver' });
    const said = { 'x-only-if-cached': 'store' };
    made.answer = (request) =>
      request.request.path === '/old'
        ? request.answer(200, { ...said, age: '90', 'cache-control': 'max-age=60' })
        : request.answer(504, said);
    expect(await made.look(['/gone', { url: url('/old'), freshUntilMs: nowMs - 1 }])).toMatchObject([
      { state: 'absent' },
      { state: 'expired' },
    ]);
  });
});

describe('a node that slices', () => {
  const slices =
    (kept: readonly number[], sizeBytes = 250) =>
    (request: FakeRequest) => {
      const { headers } = request.request;
      const first = Number(/bytes=(\d+)-/.exec(headers[headers.indexOf('Range') + 1] ?? '')?.[1]);
      const last = Math.min(sizeBytes, first + 100) - 1;
      if (kept.includes(first / 100)) request.answer(206, { ...hit, 'content-range': `bytes ${first}-${last}/${sizeBytes}` });
      else request.answer(504, { 'x-cache-status': 'MISS' });
    };

  test('is asked for each of them', async () => {
    const made = new LookScene({ sliceBytes: 100 });
    made.answer = slices([0, 1, 2]);
    expect(await made.look(['/a'])).toMatchObject([
      { state: 'fresh', sizeBytes: 250, because: expect.stringContaining('all of its 3 slices') },
    ]);
    expect(made.lines).toEqual([0, 100, 200].map((first) => `HEAD /a only-if-cached bytes=${first}-${first + 99}`));
    made.answer = slices([0, 2]);
    expect(await made.look(['/a'])).toMatchObject([{ state: 'absent', because: expect.stringContaining('slice 2 of 3') }]);
  });

  test('ends at the first that are missing, and does not begin what has no end', async () => {
    const made = new LookScene({ sliceBytes: 100 });
    made.answer = slices([0], 100_000);
    await made.look(['/a']);
    expect(made.asked).toHaveLength(65);
    made.answer = slices([0], 100_000_000);
    expect(await made.look(['/b'])).toMatchObject([{ state: 'unknown', because: expect.stringContaining('slices') }]);
    expect(made.asked).toHaveLength(66);
  });
});

describe('nobody waits any more', () => {
  test('when whoever asked gives up: what is out is called off, what waits is not sent', async () => {
    const made = new LookScene();
    const giveUp = new AbortController();
    const looking = made.engine.look(
      { node: 'a', domain: host, variants: [{}], urls: Array.from({ length: 30 }, (_, index) => ({ url: url(`/${index}`) })) },
      giveUp.signal,
    );
    await made.settle();
    giveUp.abort(new Error('too long'));
    await expect(looking).rejects.toThrow('too long');
    await made.settle();
    expect(made.asked).toHaveLength(16);
    expect(made.asked.every(({ isAborted }) => isAborted)).toBe(true);
    made.answer = (request) => request.answer(200, hit);
    expect(await made.look(['/a'])).toMatchObject([{ state: 'fresh' }]);
  });

  test('when the engine stops', async () => {
    const made = new LookScene();
    const looking = made.engine.look({ node: 'a', domain: host, variants: [{}], urls: [{ url: url('/a') }] });
    const failed = looking.catch((error: unknown) => error);
    await made.settle();
    await made.engine.stop(0);
    expect(await failed).toEqual(new Error('the engine is stopping'));
    await expect(made.look(['/a'])).rejects.toThrow('stopping');
  });
});
