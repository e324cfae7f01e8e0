import { expect, test } from 'vitest';
import type { LookOrder, Sighting } from '../../tasks/look.ts';
import type { EngineNode } from '../options.ts';
import { LookScene } from '../testing/look-scene.ts';

const sized: Partial<LookOrder> = { asksOriginSize: true };
const absent = { 'x-cache-status': 'MISS' };

/** A node that has nothing, whose origin has `length` bytes of it. */
function empty(more: Partial<EngineNode>, status = 200, headers: Record<string, string> = { 'content-length': '5000' }): LookScene {
  const made = new LookScene(more);
  made.answer = (asked) => (asked.request.headers.includes('only-if-cached') ? asked.answer(504, absent) : asked.answer(status, headers));
  return made;
}

async function sizeOf(made: LookScene, order = sized): Promise<Sighting['originSize']> {
  const [sighting] = await made.look(['/a'], order);
  expect(sighting?.state).toBe('absent');
  return sighting?.originSize;
}

test('what Squid has not is asked for by HEAD, when that is wanted', async () => {
  const made = empty({ cache: 'squid' });
  expect(await sizeOf(made)).toEqual({ bytes: 5000 });
  expect(made.lines).toEqual(['GET /a only-if-cached bytes=0-0', 'HEAD /a no-store']);
});

test('it is not asked for unless that is wanted', async () => {
  const made = empty({ cache: 'squid' });
  expect(await sizeOf(made, {})).toBeUndefined();
  expect(made.lines).toEqual(['GET /a only-if-cached bytes=0-0']);
});

test.each(['nginx', 'varnish'] as const)('%s would fill, and is not sent a HEAD that it may', async (cache) => {
  const made = empty({ cache });
  expect(await sizeOf(made)).toEqual({ because: expect.stringContaining(`${cache} would fetch and store the whole object`) });
  expect(made.lines.filter((line) => !line.includes('only-if-cached'))).toEqual([]);
});

test('nor is a node that stores slices, or one that is not known', async () => {
  const sliced = empty({ cache: 'squid', sliceBytes: 1024 });
  expect(await sizeOf(sliced)).toEqual({ because: expect.stringContaining('slices') });
  const unnamed = empty({ cache: 'auto' });
  expect(await sizeOf(unnamed)).toEqual({ because: expect.stringContaining('nodes: cache') });
  expect([...sliced.lines, ...unnamed.lines].filter((line) => line === 'HEAD /a no-store')).toEqual([]);
});

test.each([
  [404, { 'content-length': '9' }, 'HEAD was answered with status 404'],
  [301, { 'content-length': '9' }, 'HEAD was answered with status 301'],
  [200, { 'content-length': '' }, 'names no length'],
  [200, { 'content-length': '9e9' }, 'names no length'],
])('an answer %i %j tells no size, but why', async (status, headers, because) => {
  expect(await sizeOf(empty({ cache: 'squid' }, status, headers))).toEqual({ because: expect.stringContaining(because) });
});

test('an answer that never comes is waited for 5 s', async () => {
  const made = new LookScene({ cache: 'squid' });
  made.answer = (asked) => {
    if (asked.request.headers.includes('only-if-cached')) asked.answer(504, absent);
  };
  expect(await sizeOf(made)).toEqual({ because: 'HEAD was not answered within 5000 ms' });
});

test('what is there has its own size', async () => {
  const made = new LookScene({ cache: 'squid' });
  made.answer = (request) =>
    request.answer(206, { 'x-cache': 'HIT from a', 'cache-control': 'max-age=60', age: '1', 'content-range': 'bytes 0-0/10' });
  const [sighting] = await made.look(['/a'], sized);
  expect(sighting).toMatchObject({ state: 'fresh', httpStatus: 200, sizeBytes: 10 });
  expect(sighting?.originSize).toBeUndefined();
  expect(made.lines).toEqual(['GET /a only-if-cached bytes=0-0']);
});
