import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { PurgeItem } from '../../tasks/work.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { FakeTransport, type FakeRequest } from '../testing/fake-transport.ts';
import { item, node, options } from '../testing/scene.ts';
import { TextFetcher, type WayToNode } from './fetch-text.ts';

const url = 'http://cdn.example.com/a/list.m3u8?x=%7e';
const purge: PurgeItem = { ...item('edge-a', 'cdn.example.com', 1), kind: 'purge', scope: 'object', mode: 'delete', readsPlaylist: true };

/** A fetcher whose time and network are the test's. */
function scene(more: Parameters<typeof node>[1] = {}) {
  const clock = new FakeClock();
  const calling = new AbortController();
  const transport = new FakeTransport();
  const fetcher = new TextFetcher({ clock, random: () => 0.5, options: () => options([], []) });
  const state = { way: { options: node('edge-a', more), transport } } as { way?: Awaited<ReturnType<WayToNode>> };
  const mayRead = (host: string): boolean => host === 'cdn.example.com';
  const { signal } = calling;
  const fetch = (from = url, mayBeNone = false) =>
    fetcher.fetch({ id: 1, url: from }, { item: purge, wayTo: async () => state.way, mayRead, mayBeNone, signal });
  return { clock, transport, fetcher, fetch, state, calling };
}

function answering(transport: FakeTransport, ...answers: ((request: FakeRequest) => void)[]): void {
  transport.onRequest = (request) => queueMicrotask(() => answers.shift()?.(request));
}

function answerBytes(request: FakeRequest, bytes: Uint8Array, coding: string): void {
  request.sink.headers(200, { 'content-encoding': coding });
  request.sink.bytes?.(bytes);
  request.sink.data(bytes.length);
  request.end();
}

describe('a playlist’s text', () => {
  test('is asked for at the node, under the URL’s host, byte for byte and as it is', async () => {
    const { transport, fetch } = scene({ headers: { 'X-Edge-Token': 't' }, sharedSchemes: true });
    answering(transport, (request) => request.answerText('#EXTM3U\n中'));
    expect(await fetch('https://cdn.example.com/a/list.m3u8?x=%7e')).toEqual({
      text: '#EXTM3U\n中',
      finalUrl: 'https://cdn.example.com/a/list.m3u8?x=%7e',
    });
    const { headers, ...request } = transport.requests[0]?.request ?? { headers: [] };
    expect(request).toEqual({ scheme: 'https', host: 'cdn.example.com', path: '/a/list.m3u8?x=%7e' });
    expect(headers.join('|')).toBe(
      'Accept|*/*|User-Agent|forewarm/test|Accept-Encoding|identity|X-Edge-Token|t|X-Forwarded-Proto|https|Host|cdn.example.com',
    );
  });

  test('in many chunks is one text, also where a chunk ends within a character', async () => {
    const { transport, fetch } = scene();
    answering(transport, ({ sink }) => {
      sink.headers(200, {});
      for (const byte of Buffer.from('#EXTM3U\n第一集')) {
        const chunk = Buffer.from([byte]);
        sink.bytes?.(chunk);
        sink.data(1);
        // As a transport may, that uses its buffer again.
        chunk.fill(0);
      }
      sink.ended();
    });
    expect(await fetch()).toMatchObject({ text: '#EXTM3U\n第一集' });
  });

  test('is asked for where a redirect within the domain leads', async () => {
    const { transport, fetch } = scene();
    answering(
      transport,
      (request) => request.answer(302, { location: '/b/list.m3u8' }, 10),
      (request) => request.answerText('#EXTM3U'),
    );
    expect(await fetch()).toEqual({ text: '#EXTM3U', finalUrl: 'http://cdn.example.com/b/list.m3u8' });
  });

  test('is asked for again after what passes', async () => {
    const { clock, transport, fetch } = scene();
    answering(
      transport,
      (request) => request.answer(503, { 'retry-after': '2' }),
      (request) => request.fail(Object.assign(new Error('reset'), { code: 'ECONNRESET' })),
      (request) => request.answerText('#EXTM3U'),
    );
    const fetched = fetch();
    await clock.run(1999);
    expect(transport.requests).toHaveLength(1);
    await clock.run(5000);
    expect(await fetched).toMatchObject({ text: '#EXTM3U' });
    expect(transport.requests).toHaveLength(3);
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('that comes in %s, asked for or not, is decoded', async (coding, encode) => {
    const { transport, fetch } = scene();
    answering(transport, (request) => answerBytes(request, encode('#EXTM3U\na.ts'), coding));
    expect(await fetch()).toMatchObject({ text: '#EXTM3U\na.ts' });
  });
});

describe('what can’t be had is a fault:', () => {
  test.each([
    ['a status', (request: FakeRequest) => request.answer(404), 'http_status', 'the node answered with status 404'],
    ['a redirect elsewhere', (request: FakeRequest) => request.answer(301, { location: '//b.example.net/' }), 'redirect', 'redirected to'],
    [
      'broken gzip',
      (request: FakeRequest) => answerBytes(request, Buffer.from('#EXTM3U'), 'gzip'),
      'protocol',
      'its content coding (gzip) is broken',
    ],
    [
      'a gzip bomb',
      (request: FakeRequest) => answerBytes(request, gzipSync(Buffer.alloc(9 * 1024 * 1024)), 'gzip'),
      'protocol',
      'larger than 8 MiB',
    ],
    ['an unknown coding', (request: FakeRequest) => answerBytes(request, Buffer.from('x'), 'zstd'), 'protocol', "can't be read (zstd)"],
  ])('%s', async (_what, answer, reason, message) => {
    const { transport, fetch } = scene();
    answering(transport, answer);
    expect(await fetch()).toEqual({ fault: expect.objectContaining({ reason, message: expect.stringContaining(message) }) });
    expect(transport.requests).toHaveLength(1);
  });

  test('a body that is too large, which is not read to its end', async () => {
    const { transport, fetch } = scene();
    const chunk = Buffer.alloc(1024 * 1024);
    let chunks = 0;
    answering(transport, (request) => {
      request.sink.headers(200, {});
      for (; !request.isAborted && chunks < 1000; chunks += 1) {
        request.sink.bytes?.(chunk);
        request.sink.data(chunk.length);
      }
    });
    expect(await fetch()).toEqual({ fault: { reason: 'protocol', message: 'it is larger than 8 MiB' } });
    expect(chunks).toBe(9);
  });

  test('a body that breaks off, each time', async () => {
    const { clock, transport, fetch } = scene();
    transport.onRequest = (request) => {
      request.sink.headers(200, { 'content-length': '100' });
      request.sink.bytes?.(Buffer.from('#EXTM3U'));
      request.sink.data(7);
      request.end();
    };
    const fetched = fetch();
    await clock.run(60_000);
    expect(await fetched).toEqual({
      fault: { reason: 'truncated', message: expect.stringContaining('broke off after 7 of 100 bytes'), httpStatus: 200 },
    });
    expect(transport.requests).toHaveLength(3);
  });

  test('a node that says nothing', async () => {
    const { clock, transport, fetch } = scene();
    const fetched = fetch();
    await clock.run(200_000);
    expect(await fetched).toEqual({ fault: expect.objectContaining({ reason: 'timeout' }) });
    expect(transport.open).toEqual([]);
  });

  test('a scheme that the node has no address for', async () => {
    const { transport, fetch } = scene();
    expect(await fetch('https://cdn.example.com/a.m3u8')).toEqual({
      fault: { reason: 'unsupported', message: 'node "edge-a" has no address for https' },
    });
    expect(transport.requests).toEqual([]);
  });
});

test('A node that leaves the configuration between two attempts is asked no more', async () => {
  const { clock, transport, fetch, state } = scene();
  answering(transport, (request) => request.answer(503));
  const fetched = fetch();
  await clock.run(1);
  delete state.way;
  await clock.run(60_000);
  expect(await fetched).toEqual({ fault: { reason: 'removed', message: 'node "edge-a" is no longer in the configuration' } });
  expect(transport.requests).toHaveLength(1);
});

test('Called off, a fetch leaves nothing behind: no request, no timer', async () => {
  const { clock, transport, fetcher, fetch, calling } = scene();
  answering(
    transport,
    () => undefined,
    (request) => request.answer(503),
  );
  const fetches = Promise.allSettled([fetch(), fetch()]);
  await clock.run(50);
  expect(transport.open).toHaveLength(1);
  const why = new Error('called off');
  calling.abort(why);
  expect(await fetches).toEqual([
    { status: 'rejected', reason: why },
    { status: 'rejected', reason: why },
  ]);
  await expect(fetch()).rejects.toBe(why);
  expect(transport.open).toEqual([]);
  await clock.run(60_000);
  expect({ sent: transport.requests.length, timers: clock.pending }).toEqual({ sent: 2, timers: 0 });
  fetcher.stop();
});

describe('what may be no manifest', () => {
  const film = 'http://cdn.example.com/watch';

  test('is not read where the type of the response says what it is', async () => {
    const { transport, fetch } = scene();
    answering(transport, ({ sink }) => sink.headers(200, { 'content-type': 'video/mp4', 'content-length': '5000000000' }));
    expect(await fetch(film, true)).toEqual({ isNone: true });
    expect(transport.open).toEqual([]);
  });

  test('is read no further than its beginning', async () => {
    const { transport, fetch } = scene();
    const chunk = Buffer.alloc(1024, 'x');
    let chunks = 0;
    answering(transport, (request) => {
      request.sink.headers(200, {});
      for (; !request.isAborted && chunks < 100; chunks += 1) {
        request.sink.bytes?.(chunk);
        request.sink.data(chunk.length);
      }
    });
    expect(await fetch(film, true)).toEqual({ isNone: true });
    expect(chunks).toBe(4);
  });

  test.each([
    ['short', {}, 'a line of text'],
    ['an HTML page', { 'content-type': 'text/html' }, '<!doctype html><title>x</title>'],
  ])('is none: %s', async (_what, headers, text) => {
    const { transport, fetch } = scene();
    answering(transport, ({ sink }) => {
      sink.headers(200, headers);
      sink.bytes?.(Buffer.from(text));
      sink.data(text.length);
      sink.ended();
    });
    expect(await fetch(film, true)).toEqual({ isNone: true });
  });

  test('is one by its beginning, whatever its name', async () => {
    const { transport, fetch } = scene();
    const text = `#EXTM3U\n${'# a comment\n'.repeat(1000)}`;
    answering(transport, (request) => request.answerText(text));
    expect(await fetch(film, true)).toMatchObject({ text });
  });

  test('is a fault where its name or its type calls it one', async () => {
    const { transport, fetch } = scene();
    const page = (request: FakeRequest) => request.answerText('<html>');
    answering(transport, page, ({ sink }) => {
      sink.headers(200, { 'content-type': 'application/dash+xml' });
      sink.bytes?.(Buffer.from('<html>'));
      sink.data(6);
      sink.ended();
    });
    expect(await fetch(url, true)).toMatchObject({ text: '<html>' });
    expect(await fetch(film, true)).toMatchObject({ text: '<html>' });
  });
});
