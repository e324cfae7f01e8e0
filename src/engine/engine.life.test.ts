import { describe, expect, test } from 'vitest';
import { domain, item, node, options, Scene } from './testing/scene.ts';
import type { FakeRequest } from './testing/fake-transport.ts';

function reset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}

function scene(more: Partial<ReturnType<typeof options>> = {}): Scene {
  return new Scene(options([node('a', { concurrency: 2 })], [domain('x.test', ['a']), domain('y.test', ['a'])], more));
}

/** Answers requests one after another, each by the next of these; the last one answers all that follow. */
function script(made: Scene, ...answers: ((request: FakeRequest) => void)[]): void {
  let count = 0;
  made.at('a').onRequest = (request) => {
    const answer = answers[Math.min(count, answers.length - 1)];
    count += 1;
    made.clock.after(10, () => answer?.(request));
  };
}

const ok = (request: FakeRequest) => request.answer(200, { 'x-cache-status': 'HIT' }, 1000);
const status =
  (code: number, headers = {}) =>
  (request: FakeRequest) =>
    request.answer(code, headers, 10);

describe('one URL’s way through a node', () => {
  test('to success: its whole body and a 2xx', async () => {
    const made = scene();
    script(made, ok);
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(200);
    const cacheStatus = 'X-Cache-Status: HIT';
    expect(made.outcomes).toEqual([{ status: 'succeeded', httpStatus: 200, bodyBytes: 1000, attempts: 1, elapsedMs: 10, cacheStatus }]);
  });

  test('names the URL’s host and sends its path as it stands', async () => {
    const made = scene();
    script(made, ok);
    made.engine.accept(item('a', 'x.test', ['http://x.test/a//b/../%7e?q=1&q=1&']));
    await made.run(200);
    const { request } = made.at('a').requests[0] ?? {};
    expect(request).toMatchObject({ scheme: 'http', host: 'x.test', path: '/a//b/../%7e?q=1&q=1&' });
    expect(request?.headers).toEqual(['Accept', '*/*', 'User-Agent', 'forewarm/test', 'Host', 'x.test']);
  });

  test.each([408, 429, 500, 502, 503, 599])('status %d is tried again', async (code) => {
    const made = scene();
    script(made, status(code), ok);
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(2000);
    expect(made.outcomes).toEqual([expect.objectContaining({ status: 'succeeded', attempts: 2, bodyBytes: 1000, elapsedMs: 270 })]);
  });

  test.each([400, 401, 403, 404, 410, 304, 300])('status %d is final', async (code) => {
    const made = scene();
    script(made, status(code), ok);
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(5000);
    expect(made.outcomes).toEqual([expect.objectContaining({ status: 'failed', reason: 'http_status', httpStatus: code, attempts: 1 })]);
  });

  test('fails with its last failure after the last attempt', async () => {
    const made = scene();
    script(made, status(503), status(503), (request) => request.fail(reset()));
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(10_000);
    expect(made.outcomes).toEqual([expect.objectContaining({ status: 'failed', reason: 'connect', httpStatus: 503, attempts: 3 })]);
  });

  test('waits for Retry-After at least', async () => {
    const made = scene();
    made.random = 0;
    script(made, status(429, { 'retry-after': '7' }), ok);
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(7000);
    expect(made.at('a').requests).toHaveLength(1);
    await made.run(200);
    expect(made.outcomes).toEqual([expect.objectContaining({ status: 'succeeded', attempts: 2 })]);
  });

  test('does not wait for a Retry-After beyond its whole time, and says so', async () => {
    const made = scene({ timeouts: { connectMs: 10, headersMs: 1000, idleMs: 1000, urlMs: 60_000 } });
    script(made, status(503, { 'retry-after': '3600' }), ok);
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(200);
    expect(made.outcomes).toEqual([expect.objectContaining({ status: 'failed', reason: 'http_status', attempts: 1 })]);
    expect(made.outcomes[0]?.message).toContain('it asks to wait 3600 s');
  });

  test('holds no slot in backoff: others go on meanwhile', async () => {
    const made = scene();
    made.random = 0.999;
    made.at('a').onRequest = (request) => void made.clock.after(1, () => request.answer(request.request.path === '/1' ? 503 : 200));
    made.engine.accept(item('a', 'x.test', 100));
    await made.run(400);
    expect(made.engine.loads().get('a')).toMatchObject({ succeeded: 99, inFlight: 0, waiting: 1 });
    await made.run(5000);
    expect(made.engine.loads().get('a')).toMatchObject({ succeeded: 99, failed: 1, waiting: 0 });
  });

  test('a body short of its Content-Length is truncated, and tried again', async () => {
    const made = scene();
    const short = (request: FakeRequest) => {
      request.sink.headers(200, { 'content-length': '1000' });
      request.sink.data(300);
      request.fail(reset());
    };
    script(made, short, short, short);
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(10_000);
    expect(made.outcomes).toEqual([
      expect.objectContaining({
        status: 'failed',
        reason: 'truncated',
        message: 'the body broke off after 300 of 1000 bytes',
        bodyBytes: 300,
        attempts: 3,
      }),
    ]);
  });

  test('the body of a failure is read for its connection’s sake, but not for ever', async () => {
    const made = scene({ retry: { attempts: 1, backoffMs: 1, maxBackoffMs: 1 } });
    script(made, (request) => {
      request.sink.headers(404, {});
      while (!request.isAborted) request.sink.data(65_536);
    });
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(200);
    expect(made.outcomes).toEqual([expect.objectContaining({ reason: 'http_status', httpStatus: 404, bodyBytes: 5 * 65_536 })]);
  });

  test('a bad certificate is not tried again, a reset handshake is', async () => {
    const made = scene();
    script(
      made,
      (request) =>
        request.fail(
          Object.assign(new Error('Client network socket disconnected before secure TLS connection was established'), {
            code: 'ECONNRESET',
          }),
        ),
      (request) => request.fail(Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })),
    );
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(10_000);
    expect(made.outcomes).toEqual([expect.objectContaining({ reason: 'tls', attempts: 2 })]);
  });
});

describe('several variants', () => {
  const variants = [{}, { 'Accept-Encoding': 'gzip' }, { 'Accept-Encoding': 'br' }];

  test('are pulled one after another, and summed', async () => {
    const made = scene();
    script(made, ok, status(503), ok);
    made.engine.accept(item('a', 'x.test', 1, { variants }));
    await made.run(5000);
    expect(made.outcomes).toEqual([expect.objectContaining({ status: 'succeeded', attempts: 4, bodyBytes: 3000 })]);
    const encodings = made.at('a').requests.map(({ request: { headers } }) => headers[headers.indexOf('Accept-Encoding') + 1]);
    expect(encodings).toEqual(['Accept', 'gzip', 'gzip', 'br']);
  });

  test('end at the first that can’t be had', async () => {
    const made = scene();
    script(made, ok, status(404));
    made.engine.accept(item('a', 'x.test', 1, { variants }));
    await made.run(5000);
    expect(made.outcomes).toEqual([
      expect.objectContaining({ status: 'failed', reason: 'http_status', httpStatus: 404, attempts: 2, bodyBytes: 1010 }),
    ]);
  });
});

describe('a redirect', () => {
  test('within our own domains on the node is followed, and counts as no attempt', async () => {
    const made = scene();
    script(made, status(301, { location: 'http://y.test/new?x=1' }), status(302, { location: '/newer' }), ok);
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(500);
    expect(made.at('a').requests.map(({ request }) => request.host + request.path)).toEqual(['x.test/1', 'y.test/new?x=1', 'y.test/newer']);
    expect(made.outcomes).toEqual([expect.objectContaining({ status: 'succeeded', httpStatus: 200, attempts: 1, bodyBytes: 1000 })]);
  });

  test('elsewhere fails the URL, with the location in its reason', async () => {
    const made = scene();
    script(made, status(302, { location: 'https://elsewhere.test/x' }));
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(500);
    expect(made.outcomes).toEqual([expect.objectContaining({ status: 'failed', reason: 'redirect', httpStatus: 302, attempts: 1 })]);
    expect(made.outcomes[0]?.message).toContain('https://elsewhere.test/x');
  });

  test('that never ends fails the URL', async () => {
    const made = scene();
    let hop = 0;
    script(made, (request) => request.answer(302, { location: `/hop${++hop}` }));
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(500);
    expect(made.outcomes).toEqual([expect.objectContaining({ reason: 'redirect', message: expect.stringContaining('more than 5 times') })]);
    expect(made.at('a').requests).toHaveLength(6);
  });

  test('whose target fails for a while begins again at the first URL', async () => {
    const made = scene();
    const hop = status(302, { location: '/new' });
    script(made, hop, status(503), hop, ok);
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(5000);
    expect(made.at('a').requests.map(({ request }) => request.path)).toEqual(['/1', '/new', '/1', '/new']);
    expect(made.outcomes).toEqual([expect.objectContaining({ status: 'succeeded', attempts: 2 })]);
  });
});

describe('time runs out', () => {
  const timeouts = { connectMs: 1000, headersMs: 2000, idleMs: 3000, urlMs: 20_000 };
  const retry = { attempts: 2, backoffMs: 100, maxBackoffMs: 100 };

  test('waiting for headers', async () => {
    const made = scene({ timeouts, retry });
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(1900);
    expect(made.at('a').open).toHaveLength(1);
    await made.run(5000);
    expect(made.outcomes).toEqual([
      expect.objectContaining({ reason: 'timeout', attempts: 2, message: expect.stringContaining('headersMs') }),
    ]);
    expect(made.at('a').open).toHaveLength(0);
  });

  test('within a silent body, but not within one that trickles', async () => {
    const made = scene({ timeouts, retry });
    let heard = 0;
    made.at('a').onRequest = (request) => {
      request.sink.headers(200, { 'content-length': '1000' });
      const trickle = () => {
        if (request.isOver) return;
        heard += 1;
        if (heard <= 5) request.sink.data(1);
        made.clock.after(2500, trickle);
      };
      trickle();
    };
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(12_000);
    expect(made.outcomes).toHaveLength(0);
    await made.run(8000);
    expect(made.outcomes).toEqual([
      expect.objectContaining({ reason: 'timeout', message: expect.stringContaining('idleMs'), httpStatus: 200 }),
    ]);
  });

  test('for the URL as a whole, retries included, however busy its body is', async () => {
    const made = scene({ timeouts, retry: { attempts: 1000, backoffMs: 100, maxBackoffMs: 100 } });
    made.at('a').onRequest = (request) => {
      request.sink.headers(200, {});
      const flow = () => {
        if (request.isOver) return;
        request.sink.data(100);
        made.clock.after(100, flow);
      };
      flow();
    };
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(19_000);
    expect(made.outcomes).toHaveLength(0);
    await made.run(1500);
    expect(made.outcomes).toEqual([expect.objectContaining({ reason: 'timeout', message: expect.stringContaining('urlMs'), attempts: 1 })]);
    expect(made.at('a').open).toHaveLength(0);
  });

  test('a machine that slept blames no node for it', async () => {
    const made = scene({ timeouts, retry });
    made.at('a').onRequest = () => undefined;
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(1000);
    // One tick that comes an hour late: nothing was read in that hour.
    made.clock.sleep(3_600_000);
    await made.run(100);
    expect(made.at('a').open).toHaveLength(1);
  });
});

describe('what a node sends may be anything', () => {
  test('a flood of interim responses ends', async () => {
    const made = scene();
    script(made, (request) => {
      for (let count = 0; count < 1000 && !request.isAborted; count += 1) request.sink.interim();
    });
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(500);
    expect(made.outcomes).toEqual([expect.objectContaining({ reason: 'protocol', attempts: 1 })]);
  });

  test('a few interim responses are nothing special', async () => {
    const made = scene();
    script(made, (request) => {
      for (let count = 0; count < 3; count += 1) request.sink.interim();
      ok(request);
    });
    made.engine.accept(item('a', 'x.test', 1));
    await made.run(500);
    expect(made.outcomes).toEqual([expect.objectContaining({ status: 'succeeded', httpStatus: 200 })]);
  });
});

describe('our own faults', () => {
  test('an error nobody foresaw ends the URL as internal, and the others go on', async () => {
    const made = scene();
    made.at('a').onRequest = (request) => {
      if (request.request.path === '/1') request.fail(new RangeError('what is this'));
      else request.answer();
    };
    made.engine.accept(item('a', 'x.test', 3));
    await made.run(500);
    expect(made.outcomes.map(({ status, reason }) => reason ?? status)).toEqual(['internal', 'succeeded', 'succeeded']);
    expect(made.outcomes[0]?.message).toBe('what is this');
  });

  test('a URL that is none ends as internal', async () => {
    const made = scene();
    script(made, ok);
    made.engine.accept(item('a', 'x.test', ['nonsense', 'http://x.test/']));
    await made.run(500);
    expect(made.outcomes.map(({ status, reason }) => reason ?? status).toSorted()).toEqual(['internal', 'succeeded']);
  });

  test('a scheme that the node does not serve is unsupported', async () => {
    const made = scene();
    made.engine.accept(item('a', 'x.test', ['https://x.test/']));
    await made.run(500);
    expect(made.outcomes).toEqual([
      expect.objectContaining({ status: 'failed', reason: 'unsupported', message: 'node "a" has no address for https', attempts: 0 }),
    ]);
  });
});
