import { createServer } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { caPem, certPem, keyPem } from './pems.ts';
import { host, pullingThrough } from './pulling.ts';
import { serveHttp, serveHttps, serveSockets, type TestServer } from './servers.ts';

const pems = { key: keyPem, cert: certPem };

function through(server: TestServer, tls: { caPem?: string; verify: boolean }) {
  return pullingThrough(server.peer, { node: { addresses: { https: `https://${server.peer}` }, tls }, options: { nodeDownMs: 1000 } });
}

describe('a node over TLS', () => {
  test('is asked for the URL’s host by SNI, and its certificate is checked against it', async () => {
    const names: unknown[] = [];
    await using server = await serveHttps(pems, (request, response) => {
      names.push([request.headers.host, 'servername' in request.socket && request.socket.servername]);
      response.end('ok');
    });
    await using pulling = through(server, { caPem, verify: true });
    const outcomes = await pulling.pull([`https://${host}/1`, 'https://other.example.com/2']);
    expect(outcomes.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    expect(names).toEqual([
      [host, host],
      ['other.example.com', 'other.example.com'],
    ]);
  });

  test('hosts that take turns do not make its connections anew', async () => {
    const connections = new Set<unknown>();
    await using server = await serveHttps(pems, (request, response) => {
      connections.add(request.socket);
      response.end();
    });
    await using pulling = through(server, { caPem, verify: true });
    const urls = Array.from({ length: 100 }, (_, index) => `https://${index % 2 === 0 ? host : 'other.example.com'}/${index}`);
    await pulling.pull(urls);
    expect(connections.size).toBeLessThanOrEqual(16);
  });

  test('keeps the connections of few hosts when it serves many', async () => {
    await using server = await serveHttps(pems, (_request, response) => void response.end());
    await using pulling = pullingThrough(server.peer, {
      node: { addresses: { https: `https://${server.peer}` }, tls: { verify: false }, concurrency: 1 },
    });
    await pulling.pull(Array.from({ length: 40 }, (_, index) => `https://h${index}.example.com/`));
    await expect.poll(() => server.connectionCount).toBeLessThanOrEqual(17);
  });

  test('that is for another name is refused, once', async () => {
    await using server = await serveHttps(pems, (_request, response) => void response.end());
    await using pulling = through(server, { caPem, verify: true });
    const [outcome] = await pulling.pull(['https://third.example.com/']);
    expect(outcome).toMatchObject({ status: 'failed', reason: 'tls', attempts: 1 });
    expect(outcome?.message).toContain('third.example.com');
  });

  test('that nobody vouches for is refused, once', async () => {
    await using server = await serveHttps(pems, (_request, response) => void response.end());
    await using pulling = through(server, { verify: true });
    const [outcome] = await pulling.pull([`https://${host}/`]);
    expect(outcome).toMatchObject({ status: 'failed', reason: 'tls', attempts: 1 });
    expect(outcome?.message).toContain('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  test('is taken as it is where the node says verify: false', async () => {
    await using server = await serveHttps(pems, (_request, response) => void response.end('ok'));
    await using pulling = through(server, { verify: false });
    const outcomes = await pulling.pull([`https://${host}/`, 'https://third.example.com/']);
    expect(outcomes.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  });

  test('whose handshake is reset is waited for', async () => {
    await using server = await serveSockets((socket) => socket.once('data', () => socket.destroy()));
    await using pulling = through(server, { caPem, verify: true });
    const [outcome] = await pulling.pull([`https://${host}/`]);
    expect(outcome).toMatchObject({ status: 'failed', reason: 'connect', attempts: 0, message: expect.stringContaining('TLS handshake') });
  });

  test('that speaks no TLS at all is refused, once', async () => {
    await using server = await serveHttp((_request, response) => void response.end());
    await using pulling = through(server, { caPem, verify: true });
    const [outcome] = await pulling.pull([`https://${host}/`]);
    expect(outcome).toMatchObject({ status: 'failed', reason: 'tls', attempts: 1 });
  });

  test('that takes the connection and then says nothing runs into the connect timeout', async () => {
    await using server = await serveSockets(() => undefined);
    await using pulling = pullingThrough(server.peer, {
      node: { addresses: { https: `https://${server.peer}` } },
      options: {
        retry: { attempts: 1, backoffMs: 1, maxBackoffMs: 1 },
        timeouts: { connectMs: 300, headersMs: 500, idleMs: 500, urlMs: 5000 },
        nodeDownMs: 1000,
      },
    });
    const [outcome] = await pulling.pull([`https://${host}/`]);
    expect(outcome).toMatchObject({ status: 'failed', reason: 'connect', attempts: 0 });
    expect(outcome?.message).toContain('connectMs');
  });

  test('a plain URL goes to its plain address, the other to the other', async () => {
    const seen: string[] = [];
    await using plain = await serveHttp((_request, response) => {
      seen.push('plain');
      response.end();
    });
    await using secure = await serveHttps(pems, (_request, response) => {
      seen.push('secure');
      response.end();
    });
    const addresses = { http: `http://${plain.peer}`, https: `https://${secure.peer}` };
    await using pulling = pullingThrough(plain.peer, { node: { addresses, concurrency: 1, tls: { caPem, verify: true } } });
    await pulling.pull([`http://${host}/`, `https://${host}/`]);
    expect(seen).toEqual(['plain', 'secure']);
  });

  test('reset within a body is truncated as well', async () => {
    const server = createServer(pems, (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort', () => socket.destroy());
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      await using pulling = pullingThrough('', {
        node: { addresses: { https: `https://127.0.0.1:${port}` }, tls: { caPem, verify: true } },
      });
      const [outcome] = await pulling.pull([`https://${host}/`]);
      expect(outcome).toMatchObject({ status: 'failed', reason: 'truncated', bodyBytes: 5, attempts: 2 });
    } finally {
      server.close();
    }
  });
});
