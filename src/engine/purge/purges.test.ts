import { describe, expect, test } from 'vitest';
import { item } from '../testing/scene.ts';
import { host, keeping, lineOf, PurgeScene, purgeable, purgeItem } from './testing/purge-scene.ts';

describe('a purge', () => {
  test('waits for nothing that pulls wait for: their connections, their domain’s rate, a pause', async () => {
    const made = new PurgeScene([purgeable('a', { concurrency: 1 })]);
    made.engine.accept(item('a', host, 100));
    await made.settle();
    made.engine.pause([{ kind: 'all' }]);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.settle();
    const { requests } = made.lane('a');
    expect(requests.map(lineOf)).toEqual(['HEAD /x']);
    made.answer = keeping([]);
    for (const request of requests) request.answer(504);
    await made.run(200);
    expect(made.outcomes).toMatchObject([{ status: 'succeeded', message: 'nothing was stored: PURGE answered 404' }]);
    expect(made.at('a'), 'the pulls’ own').not.toBe(made.made[0]?.transport);
  });

  test('is told as begun only when it takes longer than a batch', async () => {
    const made = new PurgeScene([purgeable('a')]);
    made.answer = keeping(['/quick']);
    made.engine.accept(purgeItem('a', ['/quick']));
    await made.run(200);
    expect(made.reports.map(({ kind }) => kind)).toEqual(['ended']);
    made.answer = () => undefined;
    made.engine.accept(purgeItem('a', ['/slow']));
    await made.run(300);
    expect(made.reports.map(({ kind }) => kind)).toEqual(['ended', 'started']);
  });

  test('carries the node’s headers and those of the purge, and tells the scheme where one address serves both', async () => {
    const purge = { method: 'PURGE', headers: { 'X-Token': 'p' }, address: 'http://admin.test:81' };
    const made = new PurgeScene([purgeable('a', { purge, headers: { 'X-Edge': 'e', 'X-Token': 'n' }, sharedSchemes: true })]);
    made.answer = keeping(['/x']);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(200);
    const purges = made.made.filter(({ address }) => address === 'http://admin.test:81').flatMap(({ transport }) => transport.requests);
    const headers = purges.map(({ request }) => request.headers.join(' '));
    expect(purges.every(({ request }) => request.method === 'PURGE')).toBe(true);
    expect(headers).toContain(`Accept */* User-Agent forewarm/test X-Edge e X-Token p X-Forwarded-Proto http Host ${host}`);
    expect(headers).toContain(`Accept */* User-Agent forewarm/test X-Edge e X-Token p X-Forwarded-Proto https Host ${host}`);
    const probes = made.lane('a').requests.map(({ request }) => request.headers.join(' '));
    expect(probes).toContain(
      `Accept */* User-Agent forewarm/test X-Edge e X-Token n Cache-Control only-if-cached X-Forwarded-Proto https Host ${host}`,
    );
  });

  test('is unsupported, and nobody is asked anything, where the node was given no way', async () => {
    const { purge: _, ...none } = purgeable('a');
    const made = new PurgeScene([none, purgeable('b')]);
    made.engine.accept(purgeItem('a', ['/x']));
    made.engine.accept(purgeItem('b', ['/d/'], { scope: 'subtree', mode: 'expire' }));
    made.engine.accept(purgeItem('b', [`https://${host}/x`]));
    await made.run(200);
    expect(made.outcomes.map(({ status, reason, attempts }) => [status, reason, attempts])).toEqual(
      Array.from({ length: 3 }, () => ['failed', 'unsupported', 0]),
    );
    expect(made.outcomes.map(({ message = '' }) => message).sort()).toEqual([
      expect.stringMatching(/^node "a" has no way to forget: give it one in forewarm.yaml, such as purge: /),
      'node "b" has no address for https',
      expect.stringMatching(/^node "b" has no way to forget a directory: .* purge: \{ directory: /),
    ]);
    expect(made.made).toHaveLength(2);
  });

  test('of a URL that is being purged comes after it', async () => {
    const made = new PurgeScene([purgeable('a', { onlyIfCached: false })]);
    made.engine.accept(purgeItem('a', ['/x', '/x', '/y']));
    await made.settle();
    expect(made.sent('a').filter((line) => line === 'PURGE /x')).toHaveLength(3);
    for (const request of made.lane('a').open) request.answer(200);
    await made.settle();
    expect(made.sent('a').filter((line) => line === 'PURGE /x')).toHaveLength(6);
  });
});

describe('what goes wrong', () => {
  test('a passing status is tried again as configured, then told', async () => {
    const made = new PurgeScene([purgeable('a', { cache: 'trafficserver', onlyIfCached: false })]);
    made.answer = (request) => request.answer(503);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(60_000);
    expect(made.sent('a')).toHaveLength(3);
    expect(made.outcomes).toMatchObject([
      { status: 'failed', reason: 'http_status', httpStatus: 503, attempts: 3, message: 'the node answered PURGE with status 503' },
    ]);
  });

  test.each([403, 405, 501])('%i is told at once', async (status) => {
    const made = new PurgeScene([purgeable('a', { cache: 'trafficserver', onlyIfCached: false })]);
    made.answer = (request) => request.answer(status);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(200);
    expect(made.sent('a')).toHaveLength(1);
    expect(made.outcomes).toMatchObject([{ status: 'failed', httpStatus: status, message: expect.stringContaining('it takes no PURGE') }]);
  });

  test('a connection that breaks is tried again at once, then as configured, and holds up no other purge', async () => {
    const made = new PurgeScene([purgeable('a', { cache: 'trafficserver', onlyIfCached: false })]);
    made.answer = (request) => {
      if (request.request.path === '/x') request.fail(Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }));
      else request.answer(200);
    };
    made.engine.accept(purgeItem('a', ['/x', '/y']));
    await made.run(60_000);
    expect(made.sent('a').filter((line) => line === 'PURGE /x')).toHaveLength(6);
    expect(made.outcomes).toMatchObject([{ status: 'succeeded' }, { status: 'failed', reason: 'connect' }]);
  });

  test('a node that left the configuration: what was to be purged there can’t be known', async () => {
    const made = new PurgeScene([purgeable('a')]);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.settle();
    made.engine.reconfigure({ ...optionsWithout(), nodes: [] });
    made.engine.accept(purgeItem('a', ['/y']));
    await made.run(200);
    expect(made.outcomes).toMatchObject([
      { status: 'unknown', reason: 'removed', message: 'node "a" is no longer in the configuration' },
      { status: 'unknown', reason: 'removed' },
    ]);
    expect(made.engine.loads()).toEqual(new Map());
  });

  test('a stop lets it end within the grace, and drops it without a word after that', async () => {
    const made = new PurgeScene([purgeable('a', { cache: 'trafficserver', onlyIfCached: false })]);
    made.engine.accept(purgeItem('a', ['/x', '/y']));
    await made.settle();
    const [first] = made.lane('a').open;
    const stopped = made.engine.stop(1000);
    first?.answer(200);
    await made.run(2000);
    await stopped;
    expect(made.outcomes).toMatchObject([{ status: 'succeeded' }]);
    expect(made.lane('a').isClosed).toBe(true);
    expect(made.clock.pending).toBe(0);
  });
});

function optionsWithout() {
  return {
    nodes: [],
    domains: [],
    retry: { attempts: 3, backoffMs: 500, maxBackoffMs: 30_000 },
    timeouts: { connectMs: 5000, headersMs: 30_000, idleMs: 30_000, urlMs: 3_600_000 },
    nodeDownMs: 600_000,
    userAgent: 'forewarm/test',
  };
}

describe('a purge that fetches', () => {
  const purge = { method: 'PURGE', headers: {}, bypass: { 'X-Refresh': '1' } };

  test('waits for the end of a pause, which counts in no timeout', async () => {
    const made = new PurgeScene([purgeable('a', { purge })], { nodeDownMs: 5000 });
    made.answer = (request) => request.answer(request.request.headers.includes('X-Refresh') ? 200 : 504, {}, 3);
    made.engine.pause([{ kind: 'domain', name: host }]);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(200);
    expect(made.outcomes, 'nothing is stored, so nothing is fetched').toMatchObject([{ status: 'succeeded', bodyBytes: 0 }]);

    made.answer = (request) => request.answer(200, {}, 3);
    made.engine.accept(purgeItem('a', ['/y']));
    await made.run(3_600_000);
    expect(made.outcomes).toHaveLength(1);
    expect(made.sent('a').filter((line) => line === 'GET /y')).toEqual([]);
    made.engine.pause([]);
    await made.run(200);
    expect(made.outcomes[1]).toMatchObject({ status: 'succeeded', message: 'fetched anew, in the old one’s place', bodyBytes: 9 });
  });

  test('fails with what the origin answered: the old one is still there', async () => {
    const made = new PurgeScene([purgeable('a', { purge })]);
    made.answer = (request) => request.answer(request.request.method === 'HEAD' ? 200 : 404);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(200);
    expect(made.outcomes).toMatchObject([{ status: 'failed', reason: 'http_status', httpStatus: 404 }]);
  });
});
