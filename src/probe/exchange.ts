import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { EdgeHeaders } from '../edge/headers.ts';
import type { ProbeOptions } from './options.ts';
import { tlsOptions } from './tls.ts';
import { Unreachable, unreachable } from './unreachable.ts';

export type Sent = { readonly method: string; readonly path: string; readonly headers: Readonly<Record<string, string>> };

export type Answer = {
  readonly status: number;
  /** `1.1` */
  readonly httpVersion: string;
  readonly headers: EdgeHeaders;
  /** When the headers came, milliseconds since 1970. */
  readonly nowMs: number;
  /** From the request to its headers. */
  readonly firstByteMs: number;
  /** From the request to its end. */
  readonly tookMs: number;
  /** Read, not announced. */
  readonly bodyBytes: number;
  /** `cut`: the connection ended before it did. `left`: it is larger than `maxBodyBytes`, and was not read on. */
  readonly body: 'whole' | 'cut' | 'left';
};

const maxHeaderBytes = 64 * 1024;

/**
 * One request on a connection of its own, so that none depends on another. Rejects with Unreachable when no headers
 * come, and with the signal's reason.
 */
export function exchange(sent: Sent, options: ProbeOptions): Promise<Answer> {
  const { address, timeoutMs, signal } = options;
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const startMs = Date.now();
  const common = {
    host: address.host,
    port: address.port,
    method: sent.method,
    path: sent.path,
    headers: sent.headers,
    agent: false,
    maxHeaderSize: maxHeaderBytes,
    signal,
  } as const;
  const request = address.scheme === 'https' ? tlsRequest({ ...common, ...tlsOptions(options) }) : plainRequest(common);
  // Of the socket: from the beginning of the connection to its end.
  request.setTimeout(timeoutMs, () =>
    request.destroy(new Unreachable(`no answer within ${timeoutMs / 1000} s`, ['--timeout waits longer.'])),
  );
  request.once('error', (error) => reject(signal.aborted ? signal.reason : unreachable(error, address.scheme)));
  request.once('response', (response) => {
    const headersMs = Date.now();
    read(response, sent.method === 'HEAD' ? Infinity : options.maxBodyBytes, (bodyBytes, body) =>
      resolve({
        status: response.statusCode ?? 0,
        httpVersion: response.httpVersion,
        headers: headersOf(response),
        nowMs: headersMs,
        firstByteMs: headersMs - startMs,
        tookMs: Date.now() - startMs,
        bodyBytes,
        body,
      }),
    );
  });
  request.end();
  return promise;
}

/** Counts the body and drops it. */
function read(response: IncomingMessage, maxBytes: number, done: (bodyBytes: number, body: Answer['body']) => void): void {
  let bodyBytes = 0;
  let isLeft = false;
  const leave = (): void => {
    isLeft = true;
    response.destroy();
  };
  response.on('data', (chunk: Buffer) => {
    bodyBytes += chunk.length;
    if (bodyBytes > maxBytes) leave();
  });
  response.once('error', () => undefined); // a cut body; `close` follows
  response.once('close', () => done(bodyBytes, isLeft ? 'left' : response.complete ? 'whole' : 'cut'));
  const announced = Number(response.headers['content-length'] ?? 0);
  if (announced > maxBytes) leave();
}

/** As the engine has them: one line as text, several as a list, in the order in which the names came. */
function headersOf({ headersDistinct }: IncomingMessage): EdgeHeaders {
  return Object.fromEntries(
    Object.entries(headersDistinct).flatMap(([name, lines = []]) =>
      lines.length === 0 ? [] : [[name, lines.length === 1 ? lines[0] : lines]],
    ),
  );
}
