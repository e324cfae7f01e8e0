import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createOutbound, type Outbound, type OutboundOptions } from './outbound.ts';

/** A server on loopback; names lead to where `names` says. */
let requests: { method: string; url: string; host: string; agent: string; body: string }[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let port: number;
let cleanUp: AsyncDisposableStack;

beforeEach(async () => {
  cleanUp = new AsyncDisposableStack();
  requests = [];
  answer = (_request, response) => void response.end('hello');
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, host: headers.host ?? '', agent: headers['user-agent'] ?? '', body });
      answer(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  cleanUp.defer(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
afterEach(() => cleanUp.disposeAsync());

function outbound(options: Partial<OutboundOptions> = {}): Outbound {
  const made = createOutbound({ userAgent: 'test/1', allowAddresses: ['127.0.0.1'], ...options });
  cleanUp.defer(() => made.close());
  return made;
}

function names(table: Readonly<Record<string, readonly string[]>>): NonNullable<OutboundOptions['lookup']> {
  return async (hostname) => {
    const addresses = table[hostname];
    if (addresses === undefined) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' });
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
}

const order = { headers: { 'x-mine': '1' }, body: 'told', timeoutMs: 5000 };
const bounds = { maxBytes: 1000, timeoutMs: 5000 };

describe('a post', () => {
  test('goes to the address that was looked up, with the name as its host', async () => {
    const made = outbound({ lookup: names({ 'hooks.test': ['127.0.0.1'] }) });
    answer = (_request, response) => void response.writeHead(503, { 'Retry-After': '7' }).end('busy');
    expect(await made.post({ ...order, url: `http://hooks.test:${port}/x?y=1` })).toEqual({
      kind: 'answered',
      status: 503,
      retryAfter: '7',
    });
    expect(requests).toEqual([{ method: 'POST', url: '/x?y=1', host: `hooks.test:${port}`, agent: 'test/1', body: 'told' }]);
  });

  test.each([
    ['127.0.0.1', '127.0.0.1 is not public, and outbound.allowAddresses does not have it'],
    ['[::1]', '::1 is not public, and outbound.allowAddresses does not have it'],
    ['2130706433', '127.0.0.1 is not public, and outbound.allowAddresses does not have it'],
    ['0x7f.1', '127.0.0.1 is not public, and outbound.allowAddresses does not have it'],
    ['[::ffff:127.0.0.1]', '::ffff:7f00:1 is not public, and outbound.allowAddresses does not have it'],
    ['one.test', '127.0.0.1, the address of one.test, is not public, and outbound.allowAddresses does not have it'],
    ['mixed.test', '169.254.169.254, the address of mixed.test, is not public, and outbound.allowAddresses does not have it'],
  ])('to %s is refused before anything is dialled', async (host, message) => {
    const lookup = names({ 'one.test': ['127.0.0.1'], 'mixed.test': ['8.8.8.8', '169.254.169.254'] });
    const made = outbound({ allowAddresses: [], lookup });
    expect(await made.post({ ...order, url: `http://${host}:${port}/` })).toEqual({ kind: 'failed', reason: 'address', message });
    expect(requests).toEqual([]);
  });

  test('to a name whose address changes after the check goes where was checked', async () => {
    const lookup = vi.fn<NonNullable<OutboundOptions['lookup']>>();
    lookup.mockResolvedValueOnce([{ address: '127.0.0.1', family: 4 }]).mockResolvedValue([{ address: '10.0.0.1', family: 4 }]);
    const made = outbound({ lookup });
    expect(await made.post({ ...order, url: `http://hooks.test:${port}/` })).toMatchObject({ kind: 'answered', status: 200 });
    expect(lookup).toHaveBeenCalledTimes(1);
  });

  test('follows no redirect', async () => {
    answer = (_request, response) => void response.writeHead(307, { Location: '/elsewhere' }).end();
    expect(await outbound().post({ ...order, url: `http://127.0.0.1:${port}/` })).toEqual({ kind: 'answered', status: 307 });
    expect(requests).toHaveLength(1);
  });

  test('ends with its time, and with its signal', async () => {
    answer = () => {};
    const url = `http://127.0.0.1:${port}/`;
    const made = outbound();
    const late = { kind: 'failed', reason: 'timeout', message: 'no answer within 0.05 s' };
    expect(await made.post({ ...order, url, timeoutMs: 50 })).toEqual(late);
    const stopping = new AbortController();
    const posted = made.post({ ...order, url, signal: stopping.signal });
    await vi.waitFor(() => expect(requests).toHaveLength(2));
    stopping.abort();
    expect(await posted).toMatchObject({ kind: 'failed', reason: 'network' });
  });

  test('tells of a name without an address, and of a port where nobody listens', async () => {
    const made = outbound({ lookup: names({}) });
    const none = { kind: 'failed', reason: 'network', message: 'the name has no address (ENOTFOUND)' };
    expect(await made.post({ ...order, url: 'http://none.test/' })).toEqual(none);
    const closed = { kind: 'failed', reason: 'network', message: 'the connection was refused (ECONNREFUSED)' };
    expect(await made.post({ ...order, url: 'http://127.0.0.1:1/' })).toEqual(closed);
  });

  test('asks no proxy that the environment names', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1');
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    cleanUp.defer(() => void vi.unstubAllEnvs());
    expect(await outbound().post({ ...order, url: `http://127.0.0.1:${port}/` })).toMatchObject({ kind: 'answered' });
  });

  test('goes by another rule once there is one', async () => {
    const made = outbound();
    const url = `http://127.0.0.1:${port}/`;
    expect(await made.post({ ...order, url })).toMatchObject({ kind: 'answered' });
    made.reconfigure({ allowAddresses: [] });
    // The connection of before is not used again.
    expect(await made.post({ ...order, url })).toMatchObject({ kind: 'failed', reason: 'address' });
  });
});

describe('a get', () => {
  test('brings the body from where redirects lead', async () => {
    answer = (request, response) => {
      if (request.url === '/') response.writeHead(302, { Location: '/sitemap.xml' }).end();
      else response.writeHead(200, { 'Content-Type': 'application/xml' }).end('<urlset/>');
    };
    const got = await outbound().get({ ...bounds, url: `http://127.0.0.1:${port}/` });
    expect(got).toMatchObject({
      kind: 'answered',
      status: 200,
      contentType: 'application/xml',
      url: `http://127.0.0.1:${port}/sitemap.xml`,
    });
    expect(got.kind === 'answered' && String(got.body)).toBe('<urlset/>');
  });

  test.each([
    ['http://169.254.169.254/latest/meta-data/', 'address', '169.254.169.254 is not public, and outbound.allowAddresses does not have it'],
    ['http://inside.test/', 'address', '10.0.0.1, the address of inside.test, is not public, and outbound.allowAddresses does not have it'],
    ['file:///etc/passwd', 'redirect', 'a redirect leads to file:'],
    ['http://me:hunter2@127.0.0.1/', 'redirect', 'a redirect leads to a URL with a user name or password'],
    ['http://[', 'redirect', 'a redirect leads to what is no URL'],
    ['/', 'redirect', 'there are more than 3 redirects'],
  ])('that is led to %s fails', async (location, reason, message) => {
    answer = (_request, response) => void response.writeHead(301, { Location: location }).end();
    const made = outbound({ lookup: names({ 'inside.test': ['10.0.0.1'] }) });
    expect(await made.get({ ...bounds, url: `http://127.0.0.1:${port}/` })).toEqual({ kind: 'failed', reason, message });
  });

  test('reads no more than it may', async () => {
    answer = (_request, response) => void response.end('x'.repeat(1001));
    const large = { kind: 'failed', reason: 'too_large', message: 'the answer has more than 1000 bytes' };
    expect(await outbound().get({ ...bounds, url: `http://127.0.0.1:${port}/` })).toEqual(large);
    answer = (_request, response) => void response.end('x'.repeat(1000));
    expect(await outbound().get({ ...bounds, url: `http://127.0.0.1:${port}/` })).toMatchObject({ kind: 'answered' });
  });

  test('ends with its time in the midst of a body', async () => {
    answer = (_request, response) => void response.write('half');
    const late = { kind: 'failed', reason: 'timeout', message: 'no answer within 0.2 s' };
    expect(await outbound().get({ ...bounds, url: `http://127.0.0.1:${port}/`, timeoutMs: 200 })).toEqual(late);
  });
});
