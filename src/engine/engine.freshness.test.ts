import { expect, test } from 'vitest';
import type { EngineNode, Verify } from './options.ts';
import type { FakeRequest } from './testing/fake-transport.ts';
import { domain, item, node, options, Scene } from './testing/scene.ts';

/** For how long what was pulled stays fresh, as its outcome tells it. */

const maxAge = (seconds: number, more: Record<string, string> = {}) => ({ 'cache-control': `max-age=${seconds}`, ...more });

async function pulled(
  answer: (request: FakeRequest, nth: number) => void,
  { verify = 'headers', variants = [{}], ...more }: { verify?: Verify; variants?: Record<string, string>[] } & Partial<EngineNode> = {},
) {
  const made = new Scene(options([node('a', { cache: 'varnish', ...more })], [domain('cdn.test', ['a'], {}, verify)]));
  let nth = 0;
  made.at('a').onRequest = (request) => answer(request, (nth += 1));
  made.engine.accept(item('a', 'cdn.test', 1, { variants }));
  await made.run(120_000);
  const [outcome] = made.outcomes;
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}

test.each(['off', 'headers'] as const)('is told whatever is verified (%s), less the age that it came with', async (verify) => {
  const outcome = await pulled((request) => request.answer(200, maxAge(60, { age: '20', 'x-varnish': '5' }), 10), { verify });
  expect(outcome).toMatchObject({ status: 'succeeded', freshForS: 40 });
});

test('counts from the end, not from the head', async () => {
  const made = new Scene(options([node('a', { cache: 'varnish' })], [domain('cdn.test', ['a'])]));
  made.engine.accept(item('a', 'cdn.test', 1));
  await made.settle();
  const [request] = made.at('a').open;
  request?.sink.headers(200, maxAge(60, { 'content-length': '2', 'x-varnish': '5' }));
  request?.sink.data(1);
  await made.run(15_000);
  request?.sink.data(1);
  request?.end();
  await made.run(1000);
  expect(made.outcomes).toMatchObject([{ status: 'succeeded', freshForS: 45 }]);
});

test('is the least of its variants', async () => {
  const variants = [{}, { 'Accept-Encoding': 'br' }, { 'Accept-Encoding': 'gzip' }];
  const ages = [60, 30, 90];
  const outcome = await pulled((request, nth) => request.answer(200, maxAge(ages[nth - 1] ?? 0, { 'x-varnish': '5' }), 10), { variants });
  expect(outcome.freshForS).toBe(30);
});

test('is nothing of what has expired as it comes', async () => {
  const outcome = await pulled((request) => request.answer(200, maxAge(0), 10), { cache: 'trafficserver' });
  expect(outcome).toMatchObject({ reason: 'uncacheable', freshForS: 0 });
});

test.each([
  ['that does not tell', {}, 'nginx'],
  ['of a copy whose age nginx does not tell', maxAge(60, { 'x-cache-status': 'HIT' }), 'nginx'],
] as const)('is not told of a response %s', async (_, headers, cache) => {
  expect(await pulled((request) => request.answer(200, headers, 10), { cache })).not.toHaveProperty('freshForS');
});

test('is not told of a URL that could not be had, whatever one variant said', async () => {
  const answer = (request: FakeRequest, nth: number): void => request.answer(nth === 1 ? 200 : 404, maxAge(60, { 'x-varnish': '5' }), 10);
  const outcome = await pulled(answer, { variants: [{}, { 'Accept-Encoding': 'br' }] });
  expect(outcome).toMatchObject({ reason: 'http_status' });
  expect(outcome).not.toHaveProperty('freshForS');
});
