import { describe, expect, test } from 'vitest';
import type { FakeRequest } from '../testing/fake-transport.ts';
import { domain, item, options } from '../testing/scene.ts';
import { host, keeping, lineOf, PurgeScene, purgeable, purgeItem } from '../purge/testing/purge-scene.ts';

const unsaid = { cache: 'auto', onlyIfCached: 'auto' } as const;
const isHello = (request: FakeRequest): boolean => request.request.path.startsWith('/.well-known/forewarm-probe?');
const isOnlyIfCached = (request: FakeRequest): boolean => request.request.headers.includes('only-if-cached');

/** A node whose answer to a hello is the test's, and that keeps `/x`. */
function scene(hello: (request: FakeRequest) => void, more: Parameters<typeof purgeable>[1] = unsaid): PurgeScene {
  const made = new PurgeScene([purgeable('a', more)]);
  const node = keeping(['/x']);
  made.answer = (request) => (isHello(request) ? hello(request) : node(request));
  return made;
}

const hellos = (made: PurgeScene): number => made.lane('a').requests.filter(isHello).length;
const probes = (made: PurgeScene): string[] => made.sent('a').filter((line) => line === 'HEAD /x');

describe('a node of which nothing is said', () => {
  test('may be probed where only-if-cached alone brings a 504, and is known by what it wrote there', async () => {
    const made = scene((request) => request.answer(isOnlyIfCached(request) ? 504 : 404, { server: 'nginx/1.22.1' }));
    made.engine.accept(purgeItem('a', ['/x', '/y']));
    await made.run(300);
    expect(hellos(made), 'once for both').toBe(2);
    expect(made.outcomes.map(({ message = '' }) => message).sort()).toEqual([
      'deleted: PURGE answered 200, then absent',
      'nothing was stored: PURGE answered 404',
    ]);
    made.engine.accept(purgeItem('a', ['/z']));
    await made.run(300);
    await made.run(11 * 60_000);
    made.engine.accept(purgeItem('a', ['/z']));
    await made.run(300);
    expect(hellos(made), 'once for all').toBe(2);
  });

  test('is asked again after ten minutes when it may not be probed: its origin may have been away', async () => {
    let isAway = true;
    const made = scene((request) => request.answer(isOnlyIfCached(request) || isAway ? 504 : 404));
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(9 * 60_000);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(300);
    expect([hellos(made), probes(made).length]).toEqual([2, 0]);
    isAway = false;
    await made.run(60_000);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(300);
    expect(hellos(made)).toBe(4);
    expect(probes(made)).not.toEqual([]);
  });

  test('is asked once for purges, proofs and looks together', async () => {
    const hello = (request: FakeRequest): void => request.answer(isOnlyIfCached(request) ? 504 : 404, { server: 'nginx/1.22.1' });
    const made = scene(hello);
    made.engine.reconfigure(options([purgeable('a', unsaid)], [domain(host, ['a'], {}, 'rehit')]));
    const pulls = made.at('a');
    const headers = { date: 'Tue, 24 Nov 2026 17:00:00 GMT', 'cache-control': 'max-age=60' };
    pulls.onRequest = (request) =>
      isHello(request) ? hello(request) : request.answer(200, headers, request.request.method === 'HEAD' ? 0 : 10);
    made.engine.accept(item('a', host, [`http://${host}/x`]));
    await made.run(300);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(300);
    await made.engine.look({ node: 'a', domain: host, variants: [{}], urls: [{ url: `http://${host}/x` }] });
    const all = made.made.flatMap(({ transport }) => transport.requests);
    expect(made.made, 'pulls, purges and looks have connections of their own').toHaveLength(3);
    expect(all.filter(isHello)).toHaveLength(2);
  });

  test.each([
    ['ignores only-if-cached', 404, 404],
    ['answers 504 to anything, since its origin is away', 504, 504],
  ])('is not probed when it %s', async (_what, asked, plain) => {
    const made = scene((request) => request.answer(isOnlyIfCached(request) ? asked : plain));
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(300);
    expect(probes(made)).toEqual([]);
    expect(made.outcomes).toMatchObject([{ status: 'succeeded', message: expect.stringContaining('not confirmed') }]);
  });

  test('that does not answer in time is not probed, holds the purge up for seconds only, and is asked again', async () => {
    const made = scene(() => undefined);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(5200);
    expect(made.outcomes).toMatchObject([{ status: 'succeeded', message: expect.stringContaining('not confirmed') }]);
    made.engine.accept(purgeItem('a', ['/x']));
    await made.settle();
    expect(hellos(made)).toBe(2);
  });
});

test('what is said of a node is not tried', async () => {
  const made = scene(() => undefined, { cache: 'nginx', onlyIfCached: true });
  made.engine.accept(purgeItem('a', ['/x']));
  await made.run(300);
  expect(hellos(made)).toBe(0);
  expect(made.lane('a').requests.map(lineOf)).toContain('HEAD /x');
});
