import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { baseOptions, Harness, signed } from '../testing/harness.ts';

const limits = { ...baseOptions.limits, bodyBytes: 1000 };
const options = { ...baseOptions, limits };

/** A connection that a test writes to bit by bit. */
class Client {
  readonly #socket: Socket;
  received = '';

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.on('data', (chunk) => {
      this.received += chunk.toString();
    });
    this.#socket.on('error', () => {});
  }

  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  write(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.write(text, () => resolve());
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** The next complete answer. */
  async answer(): Promise<Record<string, unknown>> {
    for (;;) {
      const body = /\r\n\r\n(\{.*\})$/s.exec(this.received)?.[1];
      if (body !== undefined) {
        this.received = '';
        return JSON.parse(body);
      }
      await new Promise<void>((resolve, reject) => {
        this.#socket.once('data', () => resolve());
        this.#socket.once('close', () => reject(new Error(`closed after ${JSON.stringify(this.received)}`)));
      });
    }
  }

  closed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed) resolve();
      else this.#socket.once('close', () => resolve());
    });
  }
}

const head = (length: number) => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`;
const list = new URLSearchParams(signed({ Action: 'GetProjectList' })).toString();

describe('A body over the limit', () => {
  test('is read to its end before it is refused, and the connection lives on', async () => {
    await using api = await Harness.start({ options });
    const client = new Client(api.port);
    await client.write(head(3000) + 'x'.repeat(2000));
    await api.call({ Action: 'GetProjectList' });
    expect(client.received).toBe('');
    await client.write('x'.repeat(1000));
    expect(await client.answer()).toEqual({
      RetCode: 230,
      Message: 'Params [body] not available: came more than 1000 bytes; accepted is at most 1000 bytes (limits.bodyBytes)',
    });
    await client.write(head(list.length) + list);
    expect((await client.answer())['RetCode']).toBe(0);
    client.destroy();
  });

  test('by more than four times is refused midway, and the connection ends', async () => {
    await using api = await Harness.start({ options });
    const client = new Client(api.port);
    await client.write(head(1_000_000) + 'x'.repeat(4001));
    expect((await client.answer())['RetCode']).toBe(230);
    await client.closed();
  });

  test('that comes too slowly is refused when patience ends', async () => {
    await using api = await Harness.start({ options, timings: { dropMs: 20 } });
    const client = new Client(api.port);
    await client.write(head(2000) + 'x'.repeat(1001));
    expect((await client.answer())['RetCode']).toBe(230);
    await client.closed();
  });

  test('is measured in bytes as they come, chunked or not, and the limit itself is no overrun', async () => {
    await using api = await Harness.start({ options });
    const padded = `${list}&pad=`.padEnd(1000, 'x');
    expect((await api.post(padded)).json['RetCode']).toBe(171);
    expect((await api.post(`${padded}x`)).json['RetCode']).toBe(230);
    const chunked = `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n${padded}x\r\n0\r\n\r\n`;
    expect(await api.raw(chunked, (received) => received.includes('}'))).toContain('came more than 1000 bytes');
  });

  test('for a path that is not there is dropped as well before 161 is told', async () => {
    await using api = await Harness.start({ options });
    const client = new Client(api.port);
    await client.write(`PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n${'x'.repeat(100)}`);
    await api.call({ Action: 'GetProjectList' });
    expect(client.received).toBe('');
    await client.write('x'.repeat(800));
    expect((await client.answer())['RetCode']).toBe(161);
    client.destroy();
  });
});

describe('What is taken on at once is bounded', () => {
  test('Bodies that don’t fit into memory are dropped and answered with 150; memory that is given back serves the next', async () => {
    await using api = await Harness.start({ options: { ...options, limits: { ...limits, bytesInFlight: 1500 } } });
    const first = new Client(api.port);
    await first.write(head(1000) + `${list}&pad=`.padEnd(900, 'x'));
    // Another connection's answer proves that the first one's bytes have been taken in.
    await api.fetch('/healthz');
    const { json } = await api.post(`${list}&pad=`.padEnd(700, 'x'));
    expect(json).toEqual({ RetCode: 150, Message: expect.stringMatching(/^Service unavailable: too many request bodies/) });
    await first.write('x'.repeat(100));
    expect((await first.answer())['RetCode']).toBe(171);
    first.destroy();
    expect((await api.post(`${list}&pad=`.padEnd(700, 'x'))).json['RetCode']).toBe(171);
  });

  test('A client that goes away amid its body gives its memory back', async () => {
    await using api = await Harness.start({ options: { ...options, limits: { ...limits, bytesInFlight: 1000 } } });
    const client = new Client(api.port);
    await client.write(head(1000) + 'x'.repeat(900));
    await api.fetch('/healthz');
    expect((await api.post(`${list}&pad=`.padEnd(700, 'x'))).json['RetCode']).toBe(150);
    client.destroy();
    await expect.poll(async () => (await api.post(`${list}&pad=`.padEnd(700, 'x'))).json['RetCode']).toBe(171);
  });

  test('Calls beyond the bound are answered with 150 at once, HTTP 200 as ever; probes still are', async () => {
    await using api = await Harness.start({ options: { ...options, limits: { ...limits, requestsInFlight: 2 } } });
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    let begun = 0;
    api.control.pauses = async () => {
      begun += 1;
      await mayEnd;
      return [];
    };
    const slow = [api.call({ Action: 'DescribeUcdnPause' }), api.call({ Action: 'DescribeUcdnPause' })];
    await expect.poll(() => begun).toBe(2);
    const { status, json } = await api.call({ Action: 'GetProjectList' });
    expect([status, json]).toEqual([200, { RetCode: 150, Message: expect.stringMatching(/^Service unavailable: too many requests/) }]);
    expect((await api.fetch('/readyz')).status).toBe(200);
    end();
    expect((await Promise.all(slow)).map((answer) => answer.json['RetCode'])).toEqual([0, 0]);
    expect((await api.call({ Action: 'GetProjectList' })).json['RetCode']).toBe(0);
  });

  test('Work that is given up on (110) still counts until it ends', async () => {
    const limit = { ...limits, requestsInFlight: 1 };
    await using api = await Harness.start({ options: { ...options, limits: limit }, timings: { answerMs: 20 } });
    const { promise: mayEnd, reject: fail } = Promise.withResolvers<never>();
    api.control.pauses = () => mayEnd;
    const { status, json } = await api.call({ Action: 'DescribeUcdnPause' });
    expect([status, json]).toEqual([
      200,
      { Action: 'DescribeUcdnPauseResponse', RetCode: 110, Message: 'Request timeout: no answer within 0.02 s' },
    ]);
    expect((await api.call({ Action: 'GetProjectList' })).json['RetCode']).toBe(150);
    fail(new Error('too late to matter'));
    await expect.poll(async () => (await api.call({ Action: 'GetProjectList' })).json['RetCode']).toBe(0);
  });
});
