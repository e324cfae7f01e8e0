import { expect, test } from 'vitest';
import {
  after,
  body,
  chunkedCut,
  hangsBeforeHeaders,
  hangsMidBody,
  inTurn,
  redirect,
  resets,
  resetsMidBody,
  slow,
  status,
  truncated,
  type Behaviour,
} from '../../lab/behaviours.ts';
import { get } from '../../lab/get.ts';
import { startOrigin } from '../../lab/origin.ts';

const host = 'cdn.example.com';

/** What one GET of a path with this behaviour brings. */
async function ask(behaviour: Behaviour, headers: Record<string, string> = {}) {
  await using origin = await startOrigin({ paths: { '/x': behaviour } });
  return await get(origin.address, host, '/x', { headers });
}

test('a body has its length, may be cached, and is not sent again to who has it', async () => {
  const whole = await ask(body({ sizeBytes: 200_000, headers: { Vary: 'Accept-Encoding' } }));
  expect(whole).toMatchObject({ status: 200, bodyBytes: 200_000, isComplete: true });
  expect(whole.headers).toMatchObject({ 'content-length': '200000', 'cache-control': 'public, max-age=86400', vary: 'Accept-Encoding' });
  const { etag = '' } = whole.headers;
  expect(await ask(body({ sizeBytes: 200_000 }), { 'If-None-Match': etag })).toMatchObject({ status: 304, bodyBytes: 0 });
  expect(await ask(body({ sizeBytes: 200_000, version: '2' }), { 'If-None-Match': etag })).toMatchObject({ status: 200 });
});

test('statuses, redirects and Retry-After come as they were ordered', async () => {
  expect(await ask(status(429, { 'Retry-After': '1' }))).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
  expect(await ask(redirect('/y', 301))).toMatchObject({ status: 301, headers: { location: '/y' } });
});

test('a body can end too early: short of its length, without its last chunk, or by a reset', async () => {
  expect(await ask(truncated({ sizeBytes: 1000, sentBytes: 400 }))).toMatchObject({ status: 200, bodyBytes: 400, isComplete: false });
  expect(await ask(chunkedCut({ sentBytes: 400 }))).toMatchObject({ status: 200, bodyBytes: 400, isComplete: false });
  expect(await ask(resetsMidBody({ sizeBytes: 200_000, sentBytes: 100 }))).toMatchObject({ status: 200, isComplete: false });
  await expect(ask(resets())).rejects.toThrow('ECONNRESET');
});

test('one that hangs hangs until the connection ends, and says how it ended', async () => {
  await using origin = await startOrigin({
    paths: { '/silent': hangsBeforeHeaders(), '/half': hangsMidBody({ sizeBytes: 100_000, sentBytes: 10 }) },
  });
  const silent = get(origin.address, host, '/silent').catch((error: unknown) => error);
  const half = get(origin.address, host, '/half');
  await Promise.all([origin.arrived('/silent'), origin.arrived('/half')]);
  expect(origin.inFlight).toBe(2);
  await origin.stop();

  expect(await silent).toMatchObject({ code: 'ECONNRESET' });
  expect(await half).toMatchObject({ status: 200, isComplete: false });
  expect(origin.inFlight).toBe(0);
  expect(origin.requests).toMatchObject([
    { url: '/silent', isCut: true },
    { url: '/half', isCut: true, status: 200 },
  ]);
});

test('a slow one sends all of it in portions', async () => {
  const asked = Date.now();
  expect(await ask(slow({ sizeBytes: 3000, bytesPerSecond: 10_000 }))).toMatchObject({ bodyBytes: 3000, isComplete: true });
  expect(Date.now() - asked).toBeGreaterThanOrEqual(190);
});

test('turns are taken by path, and counted by path and host', async () => {
  const flaky = inTurn(status(500), body({ sizeBytes: 7 }));
  await using origin = await startOrigin({ paths: { '/a': flaky, '/b': flaky } });
  const statuses = [];
  for (const path of ['/a', '/a', '/b', '/a']) statuses.push((await get(origin.address, host, path)).status);
  expect(statuses).toEqual([500, 200, 500, 200]);
  expect(origin.count('/a')).toBe(3);
  expect(origin.count('/a', 'other.example.com')).toBe(0);
  origin.forget();
  expect(origin.count('/a')).toBe(0);
  expect(await get(origin.address, host, '/a')).toMatchObject({ status: 500 });
});

test('a gate holds answers back until the test opens it', async () => {
  const gate = Promise.withResolvers<void>();
  await using origin = await startOrigin({ otherwise: after(gate.promise) });
  const answers = [1, 2, 3].map((n) => get(origin.address, host, `/${n}`));
  await Promise.all([origin.arrived('/1'), origin.arrived('/2'), origin.arrived('/3')]);
  expect(origin.peakInFlight).toBe(3);
  gate.resolve();
  expect(await Promise.all(answers)).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }]);
});

test('it comes back on the port that it had', async () => {
  await using origin = await startOrigin();
  const { address } = origin;
  await origin.stop();
  await expect(get(address, host, '/x')).rejects.toThrow('ECONNREFUSED');
  await origin.start();
  expect(await get(address, host, '/x')).toMatchObject({ status: 200 });
});
