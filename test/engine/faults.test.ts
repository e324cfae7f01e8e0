import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/tasks/outcome.ts';
import { host, pullingThrough } from './pulling.ts';
import { serveRaw, serveSockets, type TestServer } from './servers.ts';

const ok = 'HTTP/1.1 200 OK\r\n';

/** Writes the same again and again until the other side has had enough. */
function flood(socket: Socket, text: string): void {
  const more = () => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', more);
  more();
}

function cut(text: string): (socket: Socket) => void {
  return (socket) => socket.end(text);
}

function cutByReset(text: string): (socket: Socket) => void {
  return (socket) => {
    socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 20));
  };
}

/** What a node does with each request, and what is made of that. */
const faults: [name: string, answer: (socket: Socket) => void, outcome: Partial<Outcome>][] = [
  [
    'a body short of its Content-Length',
    cut(`${ok}Content-Length: 100\r\n\r\nshort`),
    { reason: 'truncated', bodyBytes: 5, attempts: 2, httpStatus: 200 },
  ],
  ['a reset within a body of known length', cutByReset(`${ok}Content-Length: 100\r\n\r\nshort`), { reason: 'truncated', attempts: 2 }],
  [
    'a short body on a connection that is to be closed',
    cut(`${ok}Connection: close\r\nContent-Length: 100\r\n\r\nshort`),
    { reason: 'truncated', attempts: 2 },
  ],
  [
    'a chunked body without its last chunk',
    cut(`${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n`),
    { reason: 'truncated', attempts: 2 },
  ],
  [
    'the same on a connection that is to be closed',
    cut(`${ok}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n`),
    { reason: 'truncated', attempts: 2 },
  ],
  ['a chunk that is not whole', cut(`${ok}Transfer-Encoding: chunked\r\n\r\n50\r\nshort`), { reason: 'truncated', attempts: 2 }],
  [
    'a reset within a body that only the end of the connection delimits',
    cutByReset(`${ok}\r\nshort`),
    { reason: 'truncated', attempts: 2 },
  ],
  [
    'a body that stands still',
    (socket) => socket.write(`${ok}Content-Length: 100\r\n\r\nshort`),
    { reason: 'timeout', httpStatus: 200, attempts: 2 },
  ],
  ['no answer', () => undefined, { reason: 'timeout', attempts: 2 }],
  ['half a header and then nothing', (socket) => socket.write(`${ok}Content-Le`), { reason: 'timeout', attempts: 2 }],
  ['a connection closed without an answer', (socket) => socket.end(), { reason: 'connect', attempts: 2 }],
  ['a connection closed in the headers', cut(`${ok}Content-Le`), { reason: 'connect', attempts: 2 }],
  ['a reset instead of an answer', (socket) => socket.resetAndDestroy(), { reason: 'connect', attempts: 2 }],
  ['garbage', cut('\u0000\u0001\u0002 this is no HTTP at all\r\n\r\n'), { reason: 'protocol', attempts: 1 }],
  ['HTTP/0.9', cut('<html>hello</html>'), { reason: 'protocol', attempts: 1 }],
  ['HTTP/3.0', cut('HTTP/3.0 200 OK\r\nContent-Length: 0\r\n\r\n'), { reason: 'protocol', attempts: 1 }],
  ['a status that is no number', cut('HTTP/1.1 abc OK\r\n\r\n'), { reason: 'protocol', attempts: 1 }],
  ['a broken header line', cut(`${ok}Bad Header: x\r\n\r\n`), { reason: 'protocol', attempts: 1 }],
  ['two lengths', cut(`${ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`), { reason: 'protocol', attempts: 1 }],
  [
    'a chunk size that is none',
    cut(`${ok}Transfer-Encoding: chunked\r\n\r\nxyz\r\nshort\r\n0\r\n\r\n`),
    { reason: 'protocol', attempts: 1 },
  ],
  ['a giant header', (socket) => socket.write(`${ok}X: ${'x'.repeat(200_000)}\r\n\r\n`), { reason: 'protocol', attempts: 1 }],
  [
    'headers without end',
    (socket) => {
      socket.write(ok);
      flood(socket, `X-Header: ${'y'.repeat(1000)}\r\n`);
    },
    { reason: 'protocol', attempts: 1 },
  ],
  [
    'a header line without end',
    (socket) => {
      socket.write(`${ok}X-Header: `);
      flood(socket, 'z'.repeat(10_000));
    },
    { reason: 'protocol', attempts: 1 },
  ],
  [
    'trailers without end',
    (socket) => {
      socket.write(`${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n0\r\n`);
      flood(socket, `X-Trailer: ${'y'.repeat(1000)}\r\n`);
    },
    { reason: 'protocol', attempts: 1 },
  ],
  [
    'a flood of interim responses',
    (socket) => flood(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'),
    { reason: 'protocol', attempts: 1 },
  ],
  [
    '100 Continue that nobody asked for',
    cut(`HTTP/1.1 100 Continue\r\n\r\n${ok}Content-Length: 0\r\n\r\n`),
    { reason: 'protocol', attempts: 1 },
  ],
  [
    'another protocol offered',
    cut('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n'),
    { reason: 'protocol', attempts: 1 },
  ],
  [
    'a body without end',
    (socket) => {
      socket.write(`${ok}\r\n`);
      flood(socket, 'x'.repeat(1_000_000));
    },
    { reason: 'timeout', attempts: 1 },
  ],
  [
    'an endless page for an error',
    (socket) => {
      socket.write('HTTP/1.1 404 Not Found\r\n\r\n');
      flood(socket, 'x'.repeat(100_000));
    },
    { reason: 'http_status', httpStatus: 404, attempts: 1 },
  ],
  [
    'a page for an error that breaks off',
    cut('HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\nno'),
    { reason: 'http_status', httpStatus: 404, attempts: 1 },
  ],
];

describe('a node that misbehaves', () => {
  test.each(faults)('%s', async (_name, answer, expected) => {
    await using server = await serveRaw((socket, head) => {
      // It is alive, and does this to what it is asked for: otherwise it would be waited for.
      if (head.startsWith('HEAD ')) socket.end('HTTP/1.1 504 Not Cached\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      // The next URL must not suffer from what came before.
      else if (head.startsWith('GET /well ')) socket.end(`${ok}Connection: close\r\nContent-Length: 4\r\n\r\nwell`);
      else answer(socket);
    });
    await using pulling = pullingThrough(server.peer, {
      options: { timeouts: { connectMs: 2000, headersMs: 500, idleMs: 500, urlMs: 1500 } },
    });
    const [outcome] = await pulling.pull([`http://${host}/`]);
    expect(outcome).toMatchObject({ status: 'failed', ...expected });
    expect(outcome?.message).toMatch(/^\S.{5,}$/);
    const [next] = await pulling.pull([`http://${host}/well`]);
    expect(next).toMatchObject({ status: 'succeeded', attempts: 1 });
  });

  test('a body that only the end of the connection delimits is whole when the connection is closed in order', async () => {
    await using server = await serveRaw(cut(`${ok}\r\nall of it`));
    await using pulling = pullingThrough(server.peer);
    expect(await pulling.pull([`http://${host}/`])).toEqual([expect.objectContaining({ status: 'succeeded', bodyBytes: 9 })]);
  });

  test('early hints before the answer are nothing special', async () => {
    await using server = await serveRaw((socket) => socket.write(`HTTP/1.1 103 Early Hints\r\n\r\n${ok}Content-Length: 2\r\n\r\nok`));
    await using pulling = pullingThrough(server.peer);
    expect(await pulling.pull([`http://${host}/`])).toEqual([
      expect.objectContaining({ status: 'succeeded', httpStatus: 200, bodyBytes: 2 }),
    ]);
  });

  test('more than was announced does not spoil the next response', async () => {
    await using server = await serveRaw((socket) =>
      socket.write(`${ok}Content-Length: 2\r\n\r\nokHTTP/1.1 500 Smuggled\r\nContent-Length: 0\r\n\r\n`),
    );
    await using pulling = pullingThrough(server.peer, { node: { concurrency: 1 } });
    const outcomes = await pulling.pull(Array.from({ length: 5 }, (_, index) => `http://${host}/${index}`));
    expect(outcomes.map(({ status, httpStatus }) => [status, httpStatus])).toEqual(Array.from({ length: 5 }, () => ['succeeded', 200]));
  });

  test('nobody listens', async () => {
    let peer: string;
    {
      await using gone: TestServer = await serveSockets(() => undefined);
      ({ peer } = gone);
    }
    await using pulling = pullingThrough(peer, { options: { nodeDownMs: 500 } });
    const [outcome] = await pulling.pull([`http://${host}/`]);
    expect(outcome).toMatchObject({ status: 'failed', reason: 'connect', attempts: 0, bodyBytes: 0 });
    expect(outcome?.message).toContain('nothing listens there');
    expect(outcome).not.toHaveProperty('httpStatus');
  });

  test('its name does not resolve', async () => {
    await using pulling = pullingThrough('node.invalid:80', { options: { nodeDownMs: 500 } });
    const [outcome] = await pulling.pull([`http://${host}/`]);
    expect(outcome).toMatchObject({ status: 'failed', reason: 'connect', message: expect.stringContaining('does not resolve') });
  });
});
