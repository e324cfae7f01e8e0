import { request, type IncomingHttpHeaders } from 'node:http';

export type GetOptions = {
  /** Default GET. */
  method?: string;
  headers?: Readonly<Record<string, string>>;
};

export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  bodyBytes: number;
  /** The first 64 KiB of the body. */
  text: string;
  /** False when the connection ended before the body did. */
  isComplete: boolean;
};

/** One plain request, on a connection of its own, as a visitor would send it: `host` is the Host header, `address` is dialled. */
export function get(address: string, host: string, path: string, options: GetOptions = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { hostname, port } = new URL(address);
  const sent = request({
    host: hostname,
    port,
    path,
    method: options.method ?? 'GET',
    headers: { Host: host, ...options.headers },
    agent: false,
  });
  // Once a response has begun, a fault of the connection shows in `isComplete`.
  sent.on('error', reject);
  sent.once('response', (response) => {
    sent.off('error', reject).on('error', () => undefined);
    const kept: Buffer[] = [];
    let bodyBytes = 0;
    response.on('data', (chunk: Buffer) => {
      if (bodyBytes < keptBytes) kept.push(chunk.subarray(0, keptBytes - bodyBytes));
      bodyBytes += chunk.length;
    });
    response.once('error', () => undefined); // a cut body; `close` follows
    response.once('close', () =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        bodyBytes,
        text: Buffer.concat(kept).toString(),
        isComplete: response.complete,
      }),
    );
  });
  sent.end();
  return promise;
}

const keptBytes = 65_536;
