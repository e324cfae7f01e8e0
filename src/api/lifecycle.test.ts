import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { ApiOptions } from './options.ts';
import { baseOptions, Harness, mainKey, signed, subKey } from './testing/harness.ts';
import { selfSigned } from './testing/selfsigned.ts';

const list = new URLSearchParams(signed({ Action: 'GetProjectList' })).toString();

describe('Listening', () => {
  test('names the port that was found, in a URL that works, IPv6 too', async () => {
    await using v4 = await Harness.start();
    expect(v4.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await using v6 = await Harness.start({}, '[::1]:0');
    expect(v6.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await v6.call({ Action: 'GetProjectList' })).json['RetCode']).toBe(0);
  });

  test('on an address that is taken, or is none, is an error', async () => {
    await using api = await Harness.start();
    await expect(Harness.start({}, `127.0.0.1:${api.port}`)).rejects.toThrow('EADDRINUSE');
    for (const address of ['127.0.0.1', 'localhost:http', ':70000', ''])
      await expect(Harness.start({}, address)).rejects.toThrow('not of the form host:port');
  });
});

describe('A request that comes too slowly is answered with 110', () => {
  test.each([
    ['in its head', 'POST / HTTP/1.1\r\nHost: a\r\n'],
    ['in its body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nAction='],
  ])('%s', async (_where, bytes) => {
    await using api = await Harness.start({ timings: { requestMs: 50 } });
    const received = await api.raw(bytes);
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(JSON.parse(received.split('\r\n\r\n')[1] ?? '')).toEqual({
      RetCode: 110,
      Message: 'Request timeout: the request did not come to its end in time',
    });
  });

  test('A connection on which nothing came is closed without a word', async () => {
    await using api = await Harness.start({ timings: { requestMs: 50 } });
    expect(await api.raw('')).toBe('');
    expect(api.lines).toEqual([]);
  });
});

describe('Stopping', () => {
  test('lets a call on its way end, closes its connection and takes no new one', async () => {
    const api = await Harness.start();
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    api.control.pauses = async () => {
      begin();
      await mayEnd;
      return [];
    };
    const query = new URLSearchParams(signed({ Action: 'DescribeUcdnPause' })).toString();
    const received = api.raw(`GET /?${query} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await begun;
    const closed = api.api.close(30_000);
    await expect(fetch(api.url)).rejects.toThrow('fetch failed');
    end();
    expect(await received).toContain('"RetCode":0');
    await closed;
  });

  test('cuts what has not ended when the grace is over, and idle connections at once', async () => {
    const api = await Harness.start();
    api.control.pauses = () => new Promise(() => {});
    const idle = connect(api.port, '127.0.0.1');
    const idleClosed = new Promise<void>((resolve) => idle.once('close', () => resolve()));
    await new Promise<void>((resolve) => idle.once('connect', () => resolve()));
    idle.write(`GET /?${list} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await new Promise<void>((resolve) => idle.once('data', () => resolve()));
    const hanging = api.call({ Action: 'DescribeUcdnPause' });
    const cut = hanging.catch((error: unknown) => String(error));
    await api.fetch('/healthz');
    await api.api.close(20);
    expect(await cut).toBe('TypeError: fetch failed');
    await idleClosed;
  });

  test('shows in /readyz while calls end', async () => {
    const api = await Harness.start();
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    api.control.pauses = async () => {
      begin();
      await mayEnd;
      return [];
    };
    const query = new URLSearchParams(signed({ Action: 'DescribeUcdnPause' })).toString();
    const socket = connect(api.port, '127.0.0.1');
    const received = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('close', () => resolve(text));
    });
    socket.write(`GET /?${query} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await begun;
    const closed = api.api.close(30_000);
    api.control.ping = async () => end();
    // Ends the call as well, should /readyz look at the store in spite of stopping.
    socket.write('GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n', () => setImmediate(end));
    expect(await received).toMatch(/"RetCode":0[^]*HTTP\/1\.1 503 [^]*"status":"stopping"/);
    await closed;
  });

  test('may be asked for twice', async () => {
    const api = await Harness.start();
    expect(await Promise.all([api.api.close(0), api.api.close(0)])).toEqual([undefined, undefined]);
    expect(await api.api.close(0)).toBeUndefined();
  });
});

describe('A reload', () => {
  test('replaces keys, projects and limits at once', async () => {
    await using api = await Harness.start();
    const replaced = { ...mainKey, privateKey: 'another-private' };
    api.api.reconfigure({
      ...baseOptions,
      keys: [replaced],
      projects: [{ id: 'org-new', name: 'New', default: true }],
      limits: { ...baseOptions.limits, bodyBytes: 300 },
    });
    expect((await api.call({ Action: 'GetProjectList' })).json['RetCode']).toBe(171);
    expect((await api.call({ Action: 'GetProjectList', ProjectId: 'org-new' }, replaced)).json).toMatchObject({
      ProjectCount: 1,
      ProjectSet: [{ ProjectId: 'org-new' }],
    });
    expect((await api.call({ Action: 'GetProjectList' }, subKey)).json['RetCode']).toBe(172);
    expect((await api.post('x'.repeat(301))).json['Message']).toContain('at most 300 bytes');
  });

  test('that can’t be read changes nothing', async () => {
    await using api = await Harness.start();
    const reload = (options: Partial<ApiOptions>) => () => api.api.reconfigure({ ...baseOptions, projects: [], ...options });
    expect(reload({ keys: [{ ...mainKey, allowIps: ['nowhere'] }] })).toThrow('key "main-public": "nowhere"');
    expect(reload({ trustedProxies: ['nowhere'] })).toThrow('"nowhere" is neither');
    expect(reload({ tls: selfSigned() })).toThrow('by a restart only');
    expect((await api.call({ Action: 'GetProjectList' })).json).toMatchObject({ RetCode: 0, ProjectCount: 2 });
  });

  test('that comes while a body does holds for that call', async () => {
    await using api = await Harness.start();
    const socket = connect(api.port, '127.0.0.1');
    await new Promise<void>((resolve) =>
      socket.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${list.length}\r\n\r\n`, () => resolve()),
    );
    await api.fetch('/healthz');
    api.api.reconfigure({ ...baseOptions, keys: [] });
    const answer = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())));
    socket.write(list);
    expect(await answer).toContain('"RetCode":172');
    socket.destroy();
  });
});

describe('Behind a proxy', () => {
  const key = { ...mainKey, allowIps: ['203.0.113.9'] };
  const headers = { 'X-Forwarded-For': '203.0.113.9' };
  const query = new URLSearchParams(signed({ Action: 'GetProjectList' }, key)).toString();

  test('the address that a trusted one tells is the caller’s, in allow-lists and in the log', async () => {
    await using api = await Harness.start({ options: { ...baseOptions, keys: [key], trustedProxies: ['127.0.0.0/8'] } });
    const { json, requestId } = await api.fetch(`/?${query}`, { headers });
    expect(json['RetCode']).toBe(0);
    expect(api.lineOf(requestId)?.fields.get('address')).toBe('203.0.113.9');
    expect((await api.fetch(`/?${query}`)).json['RetCode']).toBe(294);
  });

  test('that is not trusted, nothing it tells counts', async () => {
    await using api = await Harness.start({ options: { ...baseOptions, keys: [key] } });
    const { json, requestId } = await api.fetch(`/?${query}`, { headers });
    expect(json['RetCode']).toBe(294);
    expect(api.lineOf(requestId)?.fields.get('address')).toBe('127.0.0.1');
  });
});

describe('TLS', () => {
  const ask = (url: string, ca: string) =>
    new Promise<string>((resolve, reject) => {
      const request = httpsRequest(`${url}/?${list}`, { ca, agent: false, checkServerIdentity: () => undefined }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => resolve(body));
      });
      request.on('error', reject).end();
    });

  test('serves the same answers, and a reload brings a new certificate for new connections', async () => {
    const [first, second] = [selfSigned(), selfSigned()];
    await using api = await Harness.start({ options: { ...baseOptions, tls: first } });
    expect(api.url).toMatch(/^https:/);
    expect(await ask(api.url, first.certPem)).toContain('"RetCode":0');
    api.api.reconfigure({ ...baseOptions, tls: second });
    expect(await ask(api.url, second.certPem)).toContain('"RetCode":0');
    await expect(ask(api.url, first.certPem)).rejects.toThrow('self-signed certificate');
  });

  test('a pair that does not fit is refused whole', async () => {
    const [first, second] = [selfSigned(), selfSigned()];
    await using api = await Harness.start({ options: { ...baseOptions, tls: first } });
    expect(() => api.api.reconfigure({ ...baseOptions, keys: [], tls: { certPem: first.certPem, keyPem: second.keyPem } })).toThrow(
      'key values mismatch',
    );
    expect(() => api.api.reconfigure({ ...baseOptions, keys: [] })).toThrow('by a restart only');
    expect(await ask(api.url, first.certPem)).toContain('"RetCode":0');
  });
});
